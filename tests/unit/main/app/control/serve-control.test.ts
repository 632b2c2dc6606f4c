import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingFile } from '../../../../../main/app/app.ts';
import { connectControl } from '../../../../../main/app/control/connect-control.ts';
import { controlFileSchema, MOST_REQUEST } from '../../../../../main/app/control/control-messages.ts';
import { type ControlServer, serveControl } from '../../../../../main/app/control/serve-control.ts';
import type { AppEvent } from '../../../../../shared/contract/index.ts';
import type { Draft } from '../../../../../shared/contract/submission.ts';
import { ok } from '../../../../../shared/lib/result.ts';
import { unreachableProfile } from '../../../../helpers/test-app.ts';

const draft = (fileName: string): Draft => ({
  draftId: `draft of ${fileName}`,
  fileName,
  size: 1,
  sha256: 'a'.repeat(64),
  folderId: null,
  identity: null,
  participantCode: null,
  inputDate: null,
  findings: [],
  addedAt: 1,
});

let folder: string;
let server: ControlServer;
let reached: [string, unknown][];
let listeners: Set<(event: AppEvent) => void>;
let troubles: unknown[];

async function serve(dataFolder = folder): Promise<ControlServer> {
  return serveControl({
    dataFolder,
    profile: unreachableProfile,
    version: '1.2.3',
    onTrouble: (cause) => troubles.push(cause),
    app: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      commandLine: {
        dispatch: async (name, input) => {
          reached.push([name, input]);
          return ok(name === 'submission/list' ? [] : name === 'draft/update' ? draft('a.csv') : {});
        },
        addFile: async (file: IncomingFile) => ok(draft(file.fileName)),
      },
    },
  });
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ccms-control-'));
  reached = [];
  listeners = new Set();
  troubles = [];
  server = await serve();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function connected() {
  const connection = await connectControl(folder);
  if (!connection) throw new Error('nobody listens');
  return connection;
}

const controlFile = () => controlFileSchema.parse(JSON.parse(readFileSync(path.join(folder, 'control.json'), 'utf8')));

/** Says something without our client; resolves with what came back when the terminal has hung up. */
function raw(...lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket: Socket = connect(controlFile().address, () => {
      for (const line of lines) socket.write(`${line}\n`);
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(said));
  });
}

describe('a terminal that serves commands', () => {
  it('greets, answers calls by their contract and tells news of files, not of people', async () => {
    const connection = await connected();
    expect(connection.greeting).toMatchObject({ version: '1.2.3', profile: { kind: 'test' } });
    expect(await connection.call('submission/list', {})).toEqual(ok([]));
    const heard: string[] = [];
    const news = new Promise<void>((resolve) =>
      connection.subscribe(({ name }) => {
        heard.push(name);
        if (name === 'submission/progress') resolve();
      }),
    );
    const progress = { submissionId: 'x', sentBytes: 1, totalBytes: 2, bytesPerSecond: 3 };
    const loggedOut = (realm: 'ccms' | 'ecp') => ({ kind: 'logged-out', realm, reason: 'never' }) as const;
    for (const listener of listeners) {
      listener({
        name: 'session/changed',
        payload: { ccms: loggedOut('ccms'), ecp: loggedOut('ecp'), offsetMs: null },
      });
      listener({ name: 'submission/progress', payload: progress });
    }
    await news;
    expect(heard).toEqual(['submission/progress']);
    connection.close();
  });

  it('hangs up on whoever has no token, breaks the form or sends without end', async () => {
    const { token } = controlFile();
    const hello = JSON.stringify({ id: 1, token });
    const call = JSON.stringify({ id: 2, call: 'submission/list', input: {} });
    expect(await raw(call)).toBe('');
    expect(await raw(JSON.stringify({ id: 1, token: 'A'.repeat(43) }), call)).toBe('');
    expect(await raw('GET / HTTP/1.1')).toBe('');
    expect(reached).toEqual([]);
    expect(await raw(hello, 'nonsense')).toContain('"version":"1.2.3"');
    expect(await raw(hello, `{"id":2,"call":"${'x'.repeat(MOST_REQUEST)}"}`)).not.toContain('"id":2');
    expect(await raw(hello, JSON.stringify({ id: 3, call: 'submission/list', input: {}, more: 1 }))).not.toContain(
      '"id":3',
    );
    expect(reached).toEqual([]);
  });

  it('lets a command change only the drafts that it brought in, and takes those away that it left', async () => {
    const file = path.join(folder, 'a.csv');
    writeFileSync(file, 'a');
    const connection = await connected();
    const update = (draftId: string) => connection.call('draft/update', { draftId, folderId: 'SD1' });
    expect(await update('of the operator')).toMatchObject({ error: { code: 'client-refused' } });
    expect(await connection.call('submission/cancel', { submissionId: 'of the operator' })).toMatchObject({
      error: { code: 'client-refused' },
    });
    expect(await connection.addFile(file, 'submission')).toMatchObject({ ok: true, value: { fileName: 'a.csv' } });
    expect(await connection.addFile('a.csv', 'submission')).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(await connection.addFile(folder, 'submission')).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(await update('draft of a.csv')).toMatchObject({ ok: true });
    connection.close();
    await expect.poll(() => reached.at(-1)).toEqual(['draft/remove', { draftId: 'draft of a.csv' }]);
    expect(reached.map(([name]) => name)).toEqual(['draft/update', 'draft/remove']);
  });

  it('answers "unreachable" to a command whose terminal is closed, and leaves nothing to connect to', async () => {
    const connection = await connected();
    await server.close();
    await expect.poll(() => connection.gone.aborted).toBe(true);
    expect(await connection.call('submission/list', {})).toMatchObject({ error: { code: 'unreachable' } });
    expect(await connectControl(folder)).toBeNull();
  });

  it('takes the place of a terminal that was killed', async () => {
    const { token } = controlFile();
    const again = await serve();
    expect(controlFile().token).not.toBe(token);
    const connection = await connected();
    connection.close();
    await again.close();
    expect(troubles).toEqual([]);
  });

  it('is not believed when others could have written its file', async () => {
    if (process.platform === 'win32') return;
    writeFileSync(path.join(folder, 'control.json'), JSON.stringify(controlFile()), { mode: 0o600 });
    chmodSync(path.join(folder, 'control.json'), 0o644);
    expect(await connectControl(folder)).toBeNull();
  });
});
