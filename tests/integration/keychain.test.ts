import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { findSecrets } from '../helpers/find-secrets.ts';

const program = fileURLToPath(new URL('../helpers/use-keychain.ts', import.meta.url));
const canary = 'canary-0123456789-secret';
const keyring = 'gnome-keyring-daemon';
const unlock = `printf "x\\n" | ${keyring} --unlock --components=secrets >/dev/null 2>&1`;

let home: string;
let runtime: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'ccms-keychain-'));
  runtime = await mkdtemp(path.join(os.tmpdir(), 'ccms-runtime-'));
});
afterEach(async () => {
  // The keyring's process ends a moment after its bus and takes its own files with it.
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
  await rm(runtime, { recursive: true, force: true, maxRetries: 10 });
});

function has(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

function needKeyring({ skip }: TestContext): void {
  if (process.platform !== 'linux') skip('the Secret Service is tested on Linux only');
  if (!has('dbus-run-session')) skip('dbus-run-session is not installed (package dbus)');
  if (!has(keyring)) skip('gnome-keyring-daemon is not installed (package gnome-keyring)');
}

/** Runs steps in a process with an empty home and nothing of this session's environment. */
async function run(steps: readonly unknown[], before: string | null): Promise<unknown[]> {
  const command = `"${process.execPath}" --no-warnings "${program}" "$STEPS"`;
  const [file, ...args] =
    before === null
      ? ['sh', '-c', command]
      : ['dbus-run-session', '--', 'sh', '-c', before === '' ? command : `${before}; ${command}`];
  const child = spawn(file ?? 'sh', args, {
    env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: runtime, STEPS: JSON.stringify(steps) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(Buffer.concat(printed).toString() || 'null');
}

const done = { ok: true, value: null };
const available = { kind: 'available', backend: 'Secret Service' };

describe('the keychain of the operating system', () => {
  test('keeps, gives back and forgets, one entry for each profile and name', async (context) => {
    needKeyring(context);
    const steps = [
      ['state'],
      ['read', 'user-id-ecp'],
      ['write', 'user-id-ecp', canary],
      ['write', 'user-id-ccms', '陳大文 🔑 "x"'],
      ['read', 'user-id-ecp'],
      ['read', 'user-id-ccms'],
      ['open', 'second'],
      ['read', 'user-id-ecp'],
      ['open', 'first'],
      ['remove', 'user-id-ecp'],
      ['read', 'user-id-ecp'],
      ['remove', 'user-id-ecp'],
    ];
    expect(await run(steps, unlock)).toEqual([
      available,
      done,
      done,
      done,
      { ok: true, value: canary },
      { ok: true, value: '陳大文 🔑 "x"' },
      done,
      done,
      done,
      done,
    ]);
    // It is there after a restart, encrypted.
    expect(await run([['read', 'user-id-ccms']], unlock)).toEqual([{ ok: true, value: '陳大文 🔑 "x"' }]);
    expect(await findSecrets(home, [canary, '陳大文'])).toEqual([]);
  });

  test('takes 1,200 units whole and refuses more', async (context) => {
    needKeyring(context);
    const longest = 'x'.repeat(1_200);
    const steps = [
      ['write', 'device-key', longest],
      ['read', 'device-key'],
      ['write', 'device-key', `${longest}x`],
      ['write', 'device-key', '密'.repeat(1_200)],
      ['write', 'device-key', 'cut\0here'],
      ['read', 'device-key'],
    ];
    const refused = { ok: false, error: { code: 'invalid-input', retry: 'never', details: { limit: 1_200 } } };
    const whole = { ok: true, value: longest };
    expect(await run(steps, unlock)).toEqual([done, whole, refused, refused, refused, whole]);
  });

  const everything = [['state'], ['read', 'device-key'], ['write', 'device-key', canary], ['remove', 'device-key']];
  test.for<[string, string | null, string]>([
    ['no D-Bus', null, 'missing'],
    ['a D-Bus without a collection', `${keyring} --start --components=secrets >/dev/null 2>&1`, 'missing'],
    ['a D-Bus that starts the keyring by itself', '', 'missing'],
  ])('with %s nothing is kept, and that is said', async ([_title, before, reason], context) => {
    needKeyring(context);
    const refused = { ok: false, error: { code: 'keychain-unavailable', retry: 'never', details: { reason } } };
    expect(await run(everything, before)).toEqual([{ kind: 'unavailable', reason }, refused, refused, refused]);
    expect(await findSecrets(home, [canary])).toEqual([]);
  });

  test('that is locked is not unlocked by us', async (context) => {
    needKeyring(context);
    await run([['state']], unlock);
    expect((await readdir(path.join(home, '.local/share/keyrings'))).length).toBeGreaterThan(0);
    const locked = `${keyring} --start --components=secrets >/dev/null 2>&1`;
    expect(await run([['state']], locked)).toEqual([{ kind: 'unavailable', reason: 'locked' }]);
  });
});
