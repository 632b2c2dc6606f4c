import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { SftpAccountView } from '../../shared/contract/sftp-account.ts';
import type { Client } from '../client/client.ts';
import { createDiagnosticsFeature, type DiagnosticsFeature } from '../diagnostics/diagnostics-feature.ts';
import { useRequired } from '../ui/use-required.ts';

export type SftpTask = 'load' | 'make' | 'import' | 'remove' | 'public' | 'register-key' | 'register-address';

/** The public half of one key, in both forms. */
export interface ShownKey {
  readonly keyId: string;
  readonly openssh: { readonly text: string; readonly fileName: string };
  readonly rfc4716: { readonly text: string; readonly fileName: string };
}

export interface SftpState {
  /** The mirror of the program's account; null until it has answered. */
  readonly account: SftpAccountView | null;
  readonly task: SftpTask | null;
  readonly failure: AppError | null;
  /** Which form is open. */
  readonly form: 'make' | 'import' | null;
  readonly shown: ShownKey | null;
  /** The key whose removal waits for a yes. */
  readonly removing: string | null;
}

export interface SftpFeature {
  readonly client: Client;
  readonly store: StoreApi<SftpState>;
  /** The connection test, which has a store of its own. */
  readonly test: DiagnosticsFeature;
}

const nothing: SftpState = { account: null, task: null, failure: null, form: null, shown: null, removing: null };

export function createSftpFeature(client: Client): SftpFeature {
  return {
    client,
    store: createStore<SftpState>()(() => nothing),
    test: createDiagnosticsFeature(client, 'sftp'),
  };
}

const Context = createContext<SftpFeature | null>(null);
export const SftpProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useSftp(): SftpFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useSftpState<T>(selector: (state: SftpState) => T): T {
  return useStore(useSftp().store, useShallow(selector));
}
