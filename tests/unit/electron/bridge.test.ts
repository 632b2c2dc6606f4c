import { describe, expect, it } from 'vitest';
import { exposeBridge } from '../../../main/electron/bridge.ts';
import { type CallName, calls } from '../../../shared/contract/index.ts';

type Listener = (event: unknown, payload: unknown) => void;

interface Exposed {
  readonly calls: Record<string, (input: unknown) => Promise<unknown>>;
  subscribe(listener: (event: unknown) => void): () => void;
  addFile(file: File, purpose: string): Promise<unknown>;
}

function expose() {
  const names = Object.keys(calls) as CallName[];
  const worlds: Record<string, unknown> = {};
  const invoked: unknown[][] = [];
  const listeners = new Set<Listener>();
  exposeBridge(
    {
      contextBridge: { exposeInMainWorld: (name, api) => Object.assign(worlds, { [name]: api }) },
      ipcRenderer: {
        invoke: async (...args) => invoked.push(args),
        on: (_channel, listener) => listeners.add(listener),
        off: (_channel, listener) => listeners.delete(listener),
      },
      webUtils: { getPathForFile: (file) => `/chosen/${file.name}` },
    },
    names,
  );
  return { names, worlds, invoked, listeners, ccms: worlds.ccms as Exposed };
}

describe('the bridge', () => {
  it('exposes exactly this surface', () => {
    const { names, worlds, ccms } = expose();
    expect(Object.keys(worlds)).toEqual(['ccms']);
    expect(Object.keys(ccms)).toEqual(['calls', 'subscribe', 'addFile']);
    expect(Object.keys(ccms.calls)).toEqual(names);
    for (const value of [...Object.values(ccms.calls), ccms.subscribe, ccms.addFile]) {
      expect(typeof value).toBe('function');
    }
  });

  it('gives each call its own channel, whatever else is passed', async () => {
    const { names, invoked, ccms } = expose();
    for (const name of names) await (ccms.calls[name] as (...args: unknown[]) => unknown)({ a: 1 }, 'planted');
    expect(invoked).toEqual(names.map((name) => [`call:${name}`, { a: 1 }]));
  });

  it('sends the path of a chosen file, which the page does not see', async () => {
    const { invoked, ccms } = expose();
    await ccms.addFile(new File(['abc'], 'a.csv'), 'check');
    expect(invoked).toEqual([['file:add', { path: '/chosen/a.csv', name: 'a.csv', size: 3, purpose: 'check' }]]);
  });

  it("keeps Electron's event object to itself", () => {
    const { listeners, ccms } = expose();
    const heard: unknown[][] = [];
    const stop = ccms.subscribe((...args) => heard.push(args));
    for (const listener of listeners) listener({ sender: 'secret' }, { name: 'x' });
    stop();
    expect(heard).toEqual([[{ name: 'x' }]]);
    expect(listeners.size).toBe(0);
  });
});
