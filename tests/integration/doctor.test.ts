import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { diagnosticRunSchema } from '../../shared/contract/diagnostics.ts';
import { exchange } from '../helpers/diagnostics-setup.ts';
import { makeAuthority } from '../helpers/make-certificates.ts';
import { startScriptedServer } from '../helpers/scripted-server.ts';
import { SFTP_USER, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { unreachableProfile } from '../helpers/test-app.ts';

const script = path.resolve(import.meta.dirname, '../../scripts/doctor.ts');
let folder = '';
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-doctor-test-'));
});
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
  await rm(folder, { recursive: true, force: true });
});

function begin(...args: readonly string[]) {
  // What a shell may hold that would weaken TLS: it must change nothing.
  const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let mistakes = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    mistakes += text;
  });
  const ended = new Promise<{ code: number | null; said: string; mistakes: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said, mistakes })),
  );
  return { child, ended };
}

/** Writes a profile with all servers at one origin. */
async function profileAt(origin: string, ca: string | null): Promise<string> {
  const realm = { issuer: origin, clientId: 'ccms-terminal', scope: 'ccms' };
  const file = path.join(folder, `${new URL(origin).port}-${ca === null}.json`);
  const caCertificates = ca === null ? null : [ca];
  const profile = { ...unreachableProfile, caCertificates, realms: { ccms: realm, ecp: realm }, ecpApi: origin };
  await writeFile(file, JSON.stringify(profile));
  return file;
}

describe('npm run doctor', () => {
  test('starts the practice exchange, finds everything in order and ends with 0', async () => {
    const { code, said } = await begin('--output', 'json').ended;
    expect(code).toBe(0);
    expect(diagnosticRunSchema.parse(JSON.parse(said))).toMatchObject({ outcome: 'passed' });
  });

  test('ends with 20 for the network and with 21 when somebody else signed, and says so in either language', async () => {
    const refused = await begin('--profile', await profileAt('https://127.0.0.1:9', null)).ended;
    expect(refused).toMatchObject({ code: 20, mistakes: '' });
    expect(refused.said).toContain('The connection was refused.');
    const ours = await makeAuthority('exchange authority');
    const firewall = await makeAuthority('Firewall of the firm');
    const server = await startScriptedServer(await firewall.issue());
    cleanups.push(server.close);
    server.reply(exchange);
    const file = await profileAt(server.origin, ours.pem);
    const intercepted = await begin('--profile', file, '--language', 'zh-Hant').ended;
    expect(intercepted.code).toBe(21);
    expect(intercepted.said).toContain('證書由連線設定檔以外的機構簽發。');
    expect(intercepted.said).toContain('簽發者: Firewall of the firm');
  });

  test('is cancelled by Ctrl+C, with the report so far, and ends with 130', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => mute.close(resolve)));
    const reached = new Promise((resolve) => mute.once('connection', resolve));
    const address = mute.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const file = await profileAt(`https://127.0.0.1:${port}`, null);
    const { child, ended } = begin('--profile', file, '--timeout', '60');
    await reached;
    child.kill('SIGINT');
    const { code, said } = await ended;
    expect(code).toBe(130);
    expect(said).toContain('Cancelled before the end.');
  });

  test.each([
    [2, ['--dns', 'the usual one']],
    [2, ['--fast']],
    [3, ['--profile', 'no-such-file.json']],
  ])('ends with %i after %j', async (code, args) => {
    const ended = await begin(...args).ended;
    expect(ended).toMatchObject({ code, said: '' });
    expect(ended.mistakes).not.toBe('');
  });
});

describe('npm run doctor -- --sftp', () => {
  test('logs in with a key file, writes and removes its test file, and ends with 0, 10 or 3', async () => {
    const practice = await setUpSftpPractice();
    cleanups.push(practice.close);
    const file = (name: string) => path.join(folder, name);
    await writeFile(file('practice.json'), JSON.stringify(practice.exchange.profile));
    await writeFile(file('known'), practice.privateKey, { mode: 0o600 });
    await writeFile(file('stranger'), makeSshKey('ed25519').private, { mode: 0o600 });
    const sftp = (key: string, ecpFolder: string, ...more: string[]) =>
      begin(
        ...['--sftp', '--profile', file('practice.json'), '--user', SFTP_USER, '--key', file(key)],
        ...['--folder', ecpFolder, ...more],
      ).ended;
    const passed = await sftp('known', 'SD1', '--output', 'json');
    expect(passed).toMatchObject({ code: 0, mistakes: '' });
    const run = diagnosticRunSchema.parse(JSON.parse(passed.said));
    expect(run).toMatchObject({ scope: 'sftp', outcome: 'passed' });
    expect(run.endpoints[0]?.stages.at(-1)).toMatchObject({ stage: 'write', outcome: 'passed' });
    expect(passed.said).not.toContain(SFTP_USER);
    const refused = await sftp('stranger', 'SD1', '--language', 'zh-Hant');
    expect(refused.code).toBe(10);
    expect(refused.said).toContain('伺服器不認識此電腦的任何密鑰。');
    const missing = await sftp('known', 'NOSUCH');
    expect(missing.code).toBe(3);
    expect(missing.said).toContain('Folders missing: /NOSUCH/outbox');
    expect(practice.exchange.control.files()).toEqual([]);
  });

  test.each([
    [2, ['--sftp', '--key', 'somewhere']],
    [3, ['--sftp', '--key', 'no-such-file', '--user', 'somebody']],
  ])('ends with %i after %j', async (code, args) => {
    expect(await begin(...args).ended).toMatchObject({ code, said: '' });
  });
});
