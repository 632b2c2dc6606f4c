import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliEnd, type CliProcess, type CliSetup, cliChild, setUpCli } from '../helpers/cli-setup.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import { newestOtp, practiceUser } from '../helpers/practice-setup.ts';
import { SFTP_USER } from '../helpers/sftp-practice.ts';

const NAME = 'SD_01234_20260522.csv';
const { password, email } = practiceUser(SFTP_USER);

let cli: CliSetup;
beforeEach(async () => {
  cli = await setUpCli();
});
afterEach(() => cli.close());

const begin = (...args: string[]): CliProcess => cli.begin([...args, '--user', SFTP_USER, '--password-stdin']);
const resultOf = ({ lines }: CliEnd) => lines.find(({ type }) => type === 'result');
const otpWanted = (begun: CliProcess) => begun.until((line) => line.type === 'event' && line.event === 'otp-wanted');

/** What other users of the PC see of a process. */
function seenByOthers({ process: { pid } }: CliProcess): string {
  return ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'latin1')).join('\n');
}

test('sends by web with password and one-time password from standard input, which are seen nowhere else', async ({
  skip,
}) => {
  if (process.platform !== 'linux') skip('what others see of a process is read from /proc');
  const file = await cli.file(NAME, 'a,b\n');
  const begun = begin('submit', '--channel', 'web', '--wait', file);
  begun.type(password);
  await otpWanted(begun);
  const otp = newestOtp(cli.exchange, email ?? '');
  expect(seenByOthers(begun)).not.toContain(password);
  begun.type(otp);
  const ended = await begun.ended;
  expect(ended).toMatchObject({ code: 0, mistakes: '' });
  expect(resultOf(ended)).toMatchObject({
    submission: { channel: 'web', state: 'confirmed', exchangeReference: cli.exchange.control.files()[0]?.reference },
  });
  expect(ended.said).not.toContain(password);
  expect(ended.said).not.toContain(otp);
  expect(await findSecrets(cli.folder, [password, otp])).toEqual([]);
  // The session ended with the command.
  expect(cli.exchange.control.logins()).toEqual([]);
});

test('ends with 11 when the one-time password is not given, and with 10 for a wrong password', async () => {
  const file = await cli.file(NAME, 'a,b\n');
  const without = begin('submit', '--channel', 'web', file);
  without.type(password);
  without.process.stdin?.end();
  const ended = await without.ended;
  expect(ended.code).toBe(11);
  expect(ended.lines.at(-1)).toMatchObject({ error: { code: 'otp-missing' } });
  const wrong = begin('submit', '--channel', 'web', file);
  wrong.type('Not-The-Password-1');
  expect(await wrong.ended).toMatchObject({ code: 10 });
  const nobody = await cli.run('submit', '--channel', 'web', file);
  expect(nobody).toMatchObject({ code: 11 });
  expect(cli.exchange.control.files()).toEqual([]);
});

test('shows a person at a terminal nothing of what they type', async ({ skip }) => {
  if (spawnSync('script', ['--version']).error) skip('script is not installed (package bsdutils)');
  const file = await cli.file(NAME, 'a,b\n');
  const command = `${process.execPath} --no-warnings ${cliChild} submit --profile ${cli.profileFile} --data-folder ${cli.dataFolder} --channel web --user ${SFTP_USER} --password-stdin ${file}`;
  const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
    stdio: 'pipe',
    env: { ...process.env, LANG: 'C', CCMS_TEST_KEYCHAIN: path.join(cli.folder, 'keychain.json') },
  });
  let screen = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  const ended = new Promise((resolve) => terminal.once('close', resolve));
  await expect.poll(() => screen, { timeout: 30_000 }).toContain('Password of chan@firm.example (it is not shown):');
  terminal.stdin.write('Seen-By-Nobody-1\r');
  expect(await ended).toBe(10);
  expect(screen).toContain('[bad-credentials]');
  expect(screen).not.toContain('Seen-By-Nobody-1');
});

test('verifies by Activity Enquiry after a log-in', async () => {
  const file = await cli.file(NAME, 'a,b\n');
  const sent = await cli.run('submit', '--folder', 'SD1', '--identity', 'SEHK Participant', file);
  expect(sent.code).toBe(0);
  const begun = begin('verify', file);
  begun.type(password);
  await otpWanted(begun);
  begun.type(newestOtp(cli.exchange, email ?? ''));
  const ended = await begun.ended;
  expect(ended).toMatchObject({ code: 0, mistakes: '' });
  expect(resultOf(ended)).toMatchObject({ check: { outcome: 'matched', by: 'activity' } });
});

const accountOf = (ended: CliEnd) =>
  (resultOf(ended) as { account: { keys: { keyId: string; fingerprint: string; registration: string }[] } }).account;

test('makes a key, prints its public half and registers it', async () => {
  const made = await cli.run('keys', 'make', '--user', SFTP_USER, '--kind', 'ed25519', '--expires', '2099-12-31');
  expect(made).toMatchObject({ code: 0, mistakes: '' });
  expect(accountOf(made).keys).toHaveLength(2);
  const shown = await cli.run('keys', 'public', '--form', 'openssh');
  expect(resultOf(shown)).toMatchObject({ publicKey: expect.stringMatching(/^ssh-ed25519 \S+ chan@firm\.example\n$/) });
  const registering = begin('keys', 'register');
  registering.type(password);
  await otpWanted(registering);
  registering.type(newestOtp(cli.exchange, email ?? ''));
  const registered = await registering.ended;
  expect(registered).toMatchObject({ code: 0, mistakes: '' });
  const [newest] = accountOf(made).keys;
  expect(accountOf(registered).keys[0]).toMatchObject({ keyId: newest?.keyId, registration: 'registered' });
});

test('imports a key with its passphrase from standard input, which stays nowhere, and removes it', async () => {
  const passphrase = 'Tsim-Sha-Tsui-Clock-1915';
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 3072,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
  const importing = begin('keys', 'import', await cli.file('old.pem', privateKey));
  importing.type(passphrase);
  const imported = await importing.ended;
  expect(imported).toMatchObject({ code: 0, mistakes: '' });
  expect(await findSecrets(cli.folder, [passphrase])).toEqual([]);
  const [newest] = accountOf(imported).keys;
  const wrong = begin('keys', 'import', 'old.pem');
  wrong.type('another');
  expect((await wrong.ended).code).toBe(10);
  const removed = await cli.run('keys', 'remove', newest?.fingerprint ?? '');
  expect(accountOf(removed).keys).toHaveLength(1);
  expect(await cli.run('keys', 'remove', 'no-such-key')).toMatchObject({ code: 10 });
});

test('a user of SFTP alone sets everything up and sends without ever seeing a page', async () => {
  const user = practiceUser('sftp@firm.example');
  expect(await cli.run('keys', 'make', '--user', user.userId)).toMatchObject({ code: 0 });
  for (const what of [[], ['--address', '127.0.0.1']]) {
    const registering = cli.begin(['keys', 'register', ...what, '--user', user.userId, '--password-stdin']);
    registering.type(user.password);
    await otpWanted(registering);
    registering.type(newestOtp(cli.exchange, user.email ?? ''));
    expect(await registering.ended).toMatchObject({ code: 0, mistakes: '' });
  }
  const file = await cli.file(NAME, 'a,b\n');
  expect(await cli.run('submit', '--folder', 'SD1', '--identity', 'SEHK Participant', file)).toMatchObject({ code: 0 });
  expect(cli.exchange.control.files()).toMatchObject([{ channel: 'sftp', submittedBy: user.userId }]);
});

test('tells that a key would be lost where there is no keychain', async () => {
  const file = await cli.file('no-keychain.json', '');
  const env = { CCMS_TEST_KEYCHAIN: file, CCMS_TEST_NO_KEYCHAIN: '1' };
  const ended = await cli.begin(['keys', 'make', '--user', SFTP_USER], { env }).ended;
  expect(ended.code).toBe(3);
  expect(ended.lines.at(-1)).toMatchObject({ error: { code: 'keychain-unavailable' } });
});
