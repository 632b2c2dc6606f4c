import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../helpers/sftp-keys-child.ts', import.meta.url));
const keyring = 'gnome-keyring-daemon';
const unlock = `printf "x\\n" | ${keyring} --unlock --components=secrets >/dev/null 2>&1`;

function has(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

test('a long key is kept in the real keychain in parts, and is absent when one of them is lost', async ({ skip }) => {
  if (process.platform !== 'linux') skip('the Secret Service is tested on Linux only');
  if (!has('dbus-run-session')) skip('dbus-run-session is not installed (package dbus)');
  if (!has(keyring)) skip('gnome-keyring-daemon is not installed (package gnome-keyring)');
  const home = await mkdtemp(path.join(os.tmpdir(), 'ccms-keychain-'));
  const command = `${unlock}; "${process.execPath}" --no-warnings "${program}"`;
  const child = spawn('sh', ['-c', 'exec dbus-run-session -- sh -c "$COMMAND"'], {
    env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, COMMAND: command },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
  expect(JSON.parse(Buffer.concat(printed).toString() || 'null')).toEqual([
    { kind: 'available', backend: 'Secret Service' },
    true,
    true,
    [true, true],
    [true, true, true, false],
    [2],
    true,
    0,
  ]);
});
