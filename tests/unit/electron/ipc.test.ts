import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App, IncomingFile } from '../../../main/app/app.ts';
import { callChannel, EVENT_CHANNEL, FILE_CHANNEL } from '../../../main/electron/channels.ts';
import { connectIpc } from '../../../main/electron/ipc.ts';
import type { InvokeEvent } from '../../../main/electron/trusted-sender.ts';
import { appError } from '../../../shared/contract/errors.ts';
import { type AppEvent, type CallName, calls } from '../../../shared/contract/index.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import { createFakeIpc, goodEvent } from '../../helpers/fake-ipc.ts';

const names = Object.keys(calls) as CallName[];
const refused = err(appError('client-refused'));
const good = goodEvent();
const frame = { url: 'ccms://terminal/index.html', parent: null, detached: false };

const strangers: readonly [string, InvokeEvent][] = [
  ['no frame', { ...good, senderFrame: null }],
  ['a subframe', { ...good, senderFrame: { ...frame, parent: frame } }],
  ['a detached frame', { ...good, senderFrame: { ...frame, detached: true } }],
  ['another window', { ...good, sender: { id: 8 } }],
  ...[
    'https://terminal/index.html',
    'ccms://other/index.html',
    'ccms://terminal.example/',
    'ccms://user@terminal/',
    'file:///index.html',
    'about:blank',
    'data:text/html,ccms://terminal/',
    '',
  ].map((url): [string, InvokeEvent] => [`the address ${url}`, { ...good, senderFrame: { ...frame, url } }]),
];

describe('connectIpc', () => {
  let reached: unknown[];
  let files: IncomingFile[];
  let listeners: Set<(event: AppEvent) => void>;
  let ipc: ReturnType<typeof createFakeIpc>;
  let disconnect: () => void;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-ipc-'));
    reached = [];
    files = [];
    listeners = new Set();
    ipc = createFakeIpc();
    const app: App = {
      dispatch: async (name, input) => {
        reached.push([name, input]);
        return ok('answered');
      },
      addFile: async (file) => {
        files.push(file);
        return err(appError('file-empty'));
      },
      commandLine: {
        dispatch: async () => err(appError('client-refused')),
        addFile: async () => err(appError('client-refused')),
      },
      onTrouble: () => undefined,
      lock: () => undefined,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: async () => undefined,
    };
    disconnect = connectIpc(ipc.ipcMain, app, () => ipc.contents);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has one handler for each call of the contract and one for files, and no other', () => {
    expect(ipc.channels()).toEqual([...names.map(callChannel), FILE_CHANNEL]);
  });

  it('hands a call of our page to dispatch', async () => {
    expect(await ipc.invoke(callChannel('terminal/status'), { a: 1 })).toEqual(ok('answered'));
    expect(reached).toEqual([['terminal/status', { a: 1 }]]);
  });

  it.each(strangers)('refuses %s on every channel, and nothing is reached', async (_who, event) => {
    for (const channel of ipc.channels()) expect(await ipc.invoke(channel, {}, event)).toEqual(refused);
    expect(reached).toEqual([]);
    expect(files).toEqual([]);
  });

  it('refuses everybody while there is no window', async () => {
    const other = createFakeIpc();
    connectIpc(other.ipcMain, { subscribe: () => () => undefined } as unknown as App, () => null);
    for (const channel of other.channels()) expect(await other.invoke(channel, {})).toEqual(refused);
  });

  it('takes a file by its path', async () => {
    const file = path.join(folder, 'SD_01234_20220512.csv');
    await writeFile(file, 'a,b\n');
    const message = { path: file, name: 'SD_01234_20220512.csv', size: 4, purpose: 'submission' };
    expect(await ipc.invoke(FILE_CHANNEL, message)).toEqual(err(appError('file-empty')));
    expect(files).toMatchObject([{ fileName: 'SD_01234_20220512.csv', purpose: 'submission', expectedSize: 4 }]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of files[0]?.open() ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('a,b\n');
  });

  it.each([
    ['a relative path', { path: 'a.csv' }],
    ['no path (a file that is not on a disk)', { path: '' }],
    ['another name', { name: 'b.csv' }],
    ['a NUL', { path: '/x/a\0/a.csv' }],
    ['a climb', { path: '/x/..', name: '..', purpose: 'upload' }],
    ['another purpose', { purpose: 'upload' }],
    ['a negative size', { size: -1 }],
    ['one member more', { planted: 1 }],
  ])('refuses a file with %s', async (_what, change) => {
    const message = { path: path.resolve('/x/a.csv'), name: 'a.csv', size: 1, purpose: 'check', ...change };
    expect(await ipc.invoke(FILE_CHANNEL, message)).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
    expect(files).toEqual([]);
  });

  it('answers any file message without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (message) => {
        expect(await ipc.invoke(FILE_CHANNEL, message)).toMatchObject({ ok: false });
      }),
      { numRuns: 2_000 },
    );
    expect(files).toEqual([]);
  });

  it('pushes events to the page until it is stopped', () => {
    const event: AppEvent = { name: 'draft/removed', payload: { draftId: 'd1' } };
    for (const listener of listeners) listener(event);
    disconnect();
    for (const listener of listeners) listener(event);
    expect(ipc.sent).toEqual([{ channel: EVENT_CHANNEL, payload: event }]);
  });
});
