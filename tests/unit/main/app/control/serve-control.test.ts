import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingFile } from '../../../../../main/app/app.ts';
import { connectControl } from '../../../../../main/app/control/connect-control.ts';
import { controlFileSchema, MOST_REQUEST } from '../../../../../main/app/control/control-messages.ts';
import { newNonce, proveToken } from '../../../../../main/app/control/prove-token.ts';
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
let failing: boolean;

async function serve(dataFolder = folder): Promise<ControlServer> {
  return serveControl({
    dataFolder,
    profile: unreachableProfile,
    version: '1.2.3',
    app: {
      onTrouble: (cause) => troubles.push(cause),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      commandLine: {
        dispatch: async (name, input) => {
          reached.push([name, input]);
          return ok(name === 'submission/list' ? [] : name === 'draft/update' ? draft('a.csv') : {});
        },
        addFile: async (file: IncomingFile) => {
          if (failing) throw new Error('a bug');
          return ok(draft(file.fileName));
        },
      },
    },
  });
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ccms-control-'));
  reached = [];
  listeners = new Set();
  troubles = [];
  failing = false;
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

/** Says something without our client, after proving `token` where one is given; gives what came back when the terminal has hung up. */
function raw(token: string | null, ...lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket: Socket = connect(controlFile().address);
    const write = (value: string) => socket.write(`${value}\n`);
    const first = () => (token === null ? lines.forEach(write) : write(JSON.stringify({ id: 1, hello: newNonce() })));
    socket.once('connect', () => void first());
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const nonce = /"nonce":"([^"]+)"/.exec(text)?.[1];
      if (token === null || nonce === undefined) return;
      write(JSON.stringify({ id: 2, proof: proveToken(token, 'command', nonce) }));
      lines.forEach(write);
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
    const call = JSON.stringify({ id: 3, call: 'submission/list', input: {} });
    expect(await raw(null, call)).toBe('');
    expect(await raw(null, 'GET / HTTP/1.1')).toBe('');
    expect(await raw(null, JSON.stringify({ id: 1, proof: proveToken(token, 'command', newNonce()) }))).toBe('');
    expect(await raw('A'.repeat(43), call)).not.toMatch(/version|"id":3/);
    // What the terminal proves cannot be handed back to it.
    expect(await raw(null, JSON.stringify({ id: 1, proof: proveToken(token, 'terminal', newNonce()) }))).toBe('');
    expect(reached).toEqual([]);
    expect(await raw(token, 'nonsense')).toContain('"version":"1.2.3"');
    expect(await raw(token, `{"id":3,"call":"${'x'.repeat(MOST_REQUEST)}"}`)).not.toContain('"id":3');
    expect(await raw(token, JSON.stringify({ id: 3, call: 'submission/list', input: {}, more: 1 }))).not.toContain(
      '"id":3',
    );
    expect(reached).toEqual([]);
  });

  it('is not believed when it cannot prove to be the terminal of the file, and is told nothing', async () => {
    if (process.platform === 'win32') return;
    await server.close();
    const heard: string[] = [];
    const impostor = createServer((socket) =>
      socket.setEncoding('utf8').on('data', (text: string) => {
        heard.push(text);
        const { id } = JSON.parse(text) as { id: number };
        socket.write(`${JSON.stringify({ id, result: ok({ proof: newNonce(), nonce: newNonce() }) })}\n`);
      }),
    );
    const address = path.join(folder, 'control.sock');
    await new Promise<void>((resolve) => impostor.listen(address, resolve));
    const file = path.join(folder, 'control.json');
    const token = newNonce();
    writeFileSync(file, JSON.stringify({ address, token }), { mode: 0o600 });
    expect(await connectControl(folder)).toBeNull();
    expect(heard).toHaveLength(1);
    expect(heard[0]).not.toContain(token);
    await new Promise((resolve) => impostor.close(resolve));
  });

  it('answers "internal" where it has a bug, writes it down and goes on', async () => {
    failing = true;
    const file = path.join(folder, 'a.csv');
    writeFileSync(file, 'a');
    const connection = await connected();
    expect(await connection.addFile(file, 'submission')).toMatchObject({ error: { code: 'internal' } });
    expect(troubles).toHaveLength(1);
    expect(await connection.call('submission/list', {})).toEqual(ok([]));
    connection.close();
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
