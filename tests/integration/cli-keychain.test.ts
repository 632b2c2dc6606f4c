import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { outputLineSchema } from '../../main/cli/output-lines.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import { setUpPractice } from '../helpers/practice-setup.ts';
import { SFTP_USER } from '../helpers/sftp-practice.ts';

const root = path.resolve(import.meta.dirname, '../..');
const programs = [
  ['from the source', path.join(root, 'scripts/ccms.ts')],
  ['as it is shipped, in one file', path.join(root, 'out/cli/cli.mjs')],
] as const;
const keyring = 'gnome-keyring-daemon';

function has(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** What a person sets up once and a job runs then: the key is made by one process and used by another. */
const steps = `
  printf "x\\n" | ${keyring} --unlock --components=secrets >/dev/null 2>&1
  ccms() { "$NODE" --no-warnings "$SCRIPT" "$@" --profile profile.json --data-folder data; }
  ccms keys make --user "$OWNER" || exit 91
  ccms keys public > key.pub || exit 92
  while [ ! -e registered ]; do sleep 0.2; done
  ccms submit --folder SD1 --identity "SEHK Participant" --wait --output json SD_01234_20260522.csv > sent.jsonl
  echo $? > code
`;

describe.each(programs)('the command line %s', (_what, script) => {
  test('keeps a key in the real keychain by one process and sends with it by the next', async ({ skip }) => {
    if (!existsSync(script)) skip('it is not built (npm run build)');
    if (process.platform !== 'linux') skip('the Secret Service is tested on Linux only');
    if (!has('dbus-run-session')) skip('dbus-run-session is not installed (package dbus)');
    if (!has(keyring)) skip('gnome-keyring-daemon is not installed (package gnome-keyring)');
    const practice = await setUpPractice();
    const home = await mkdtemp(path.join(os.tmpdir(), 'ccms-cli-keychain-'));
    const inHome = (name: string) => path.join(home, name);
    await writeFile(inHome('profile.json'), JSON.stringify(practice.exchange.profile));
    await writeFile(inHome('SD_01234_20260522.csv'), 'a,b\n');
    const session = spawn('dbus-run-session', ['--', 'sh', '-c', steps], {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        XDG_RUNTIME_DIR: home,
        NODE: process.execPath,
        SCRIPT: script,
        OWNER: SFTP_USER,
        INIT_CWD: home,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let mistakes = '';
    session.stderr.setEncoding('utf8').on('data', (text: string) => {
      mistakes += text;
    });
    const ended = new Promise<number | null>((resolve) => session.once('close', resolve));
    const readKey = () => readFile(inHome('key.pub'), 'utf8').catch(() => '');
    await expect.poll(readKey, { timeout: 30_000, message: mistakes }).toMatch(/^ssh-ed25519 \S+ .+\n$/);
    const publicKey = await readKey();
    practice.exchange.control.registerSftpKey(SFTP_USER, publicKey);
    await writeFile(inHome('registered'), '');
    expect([await ended, mistakes]).toEqual([0, expect.not.stringContaining('ccms:')]);
    expect(await readFile(inHome('code'), 'utf8')).toBe('0\n');
    const lines = (await readFile(inHome('sent.jsonl'), 'utf8')).trim().split('\n');
    const last = lines.map((line) => outputLineSchema.parse(JSON.parse(line))).at(-1);
    expect(last).toMatchObject({ type: 'end', exitCode: 0, results: 1 });
    expect(practice.exchange.control.files()).toMatchObject([{ channel: 'sftp', submittedBy: SFTP_USER }]);
    expect(await findSecrets(inHome('data'), ['BEGIN PRIVATE KEY', 'BEGIN OPENSSH PRIVATE KEY'])).toEqual([]);
    await practice.close();
    await rm(home, { recursive: true, force: true, maxRetries: 10 });
  });
});
