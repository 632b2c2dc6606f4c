import type { CallName, FilePurpose } from '../../shared/contract/index.ts';
import { callChannel, EVENT_CHANNEL, FILE_CHANNEL } from './channels.ts';

/** The three parts of Electron that the preload needs. */
export interface PreloadElectron {
  readonly contextBridge: { exposeInMainWorld(name: string, api: unknown): void };
  readonly ipcRenderer: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>;
    on(channel: string, listener: (event: unknown, payload: unknown) => void): unknown;
    off(channel: string, listener: (event: unknown, payload: unknown) => void): unknown;
  };
  readonly webUtils: { getPathForFile(file: File): string };
}

/**
 * Gives the page `window.ccms`: one function for each call, files by a path that only the preload can resolve, and events
 * without Electron's event object. Takes Electron's parts and the names of the calls.
 */
export function exposeBridge(electron: PreloadElectron, callNames: readonly CallName[]): void {
  const { contextBridge, ipcRenderer, webUtils } = electron;
  const calls = Object.fromEntries(
    callNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(callChannel(name), input)]),
  );
  contextBridge.exposeInMainWorld('ccms', {
    calls,
    subscribe(listener: (event: unknown) => void): () => void {
      const forward = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(EVENT_CHANNEL, forward);
      return () => {
        ipcRenderer.off(EVENT_CHANNEL, forward);
      };
    },
    addFile(file: File, purpose: FilePurpose): Promise<unknown> {
      const { name, size } = file;
      return ipcRenderer.invoke(FILE_CHANNEL, { path: webUtils.getPathForFile(file), name, size, purpose });
    },
  });
}
