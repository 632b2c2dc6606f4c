import type { CallName, FilePurpose } from '../../shared/contract/index.ts';

/** What the preload of Electron exposes as `window.ccms`: one function per call, never a channel by name. */
export interface Bridge {
  readonly calls: { readonly [N in CallName]: (input: unknown) => Promise<unknown> };
  subscribe(listener: (event: unknown) => void): () => void;
  addFile(file: File, purpose: FilePurpose): Promise<unknown>;
}

declare global {
  interface Window {
    readonly ccms?: Bridge;
  }
}
