import { statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectControl } from '../../main/app/control/connect-control.ts';
import type { StartedTerminal } from '../../main/app/start-terminal.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/lib/result.ts';
import { type CliEnd, type CliSetup, setUpCli } from '../helpers/cli-setup.ts';
import { newestOtp, practiceUser } from '../helpers/practice-setup.ts';
import { SFTP_USER } from '../helpers/sftp-practice.ts';
import { good } from '../helpers/submission-setup.ts';

const NAME = 'SD_01234_20260522.csv';
const choices = ['--folder', 'SD1', '--identity', 'SEHK Participant'] as const;

let cli: CliSetup;
let terminal: StartedTerminal;
beforeEach(async () => {
  cli = await setUpCli();
  terminal = await cli.openTerminal();
});
afterEach(async () => {
  await terminal.stop();
  await cli.close();
});

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return good((await terminal.app.dispatch(name, input)) as Result<CallOutput<N>>);
}

async function logIn(): Promise<void> {
  const { password, email } = practiceUser(SFTP_USER);
  await call('session/begin', { realm: 'ecp', userId: SFTP_USER, password, remember: false });
  await call('session/submitOtp', { realm: 'ecp', otp: newestOtp(cli.exchange, email ?? '') });
  await call('folder/list', {});
}

const resultOf = ({ lines }: CliEnd) => lines.find(({ type }) => type === 'result');
const held = () => cli.exchange.control.files();

async function killWhileSending(file: string): Promise<void> {
  cli.exchange.control.addFault({ endpoint: 'sftp/write', fault: { kind: 'black-hole' }, count: 50 });
  const begun = cli.begin(['submit', ...choices, file]);
  await begun.until((line) => line.type === 'event' && line.submission?.state === 'sending');
  begun.process.kill('SIGKILL');
  expect(await begun.ended).toMatchObject({ code: null });
  cli.exchange.control.clearFaults();
}

test('an open terminal takes the file of a command, and its operator sees it', async () => {
  const file = await cli.file(NAME, 'a,b\n');
  const ended = await cli.run('submit', ...choices, '--wait', file);
  expect(ended).toMatchObject({ code: 0, mistakes: '' });
  expect(resultOf(ended)).toMatchObject({ file, submission: { state: 'confirmed', fileName: NAME } });
  const [submission] = await call('submission/list', {});
  expect(submission).toMatchObject({ fileName: NAME, state: 'confirmed', channel: 'sftp' });
  expect(await cli.run('status', file)).toMatchObject({ code: 0 });
  expect(held()).toHaveLength(1);
});

test('without --wait the command ends when the terminal has the file, which goes on by itself', async () => {
  cli.exchange.control.addFault({ endpoint: 'sftp/connect', fault: { kind: 'black-hole' } });
  const file = await cli.file(NAME, 'a,b\n');
  const ended = await cli.run('submit', ...choices, file);
  expect(ended).toMatchObject({ code: 0, mistakes: '' });
  expect(['checked', 'sending']).toContain((resultOf(ended) as { submission: { state: string } }).submission.state);
});

test('at --timeout the command ends with 40 and the terminal goes on', async () => {
  cli.exchange.control.addFault({ endpoint: 'sftp/write', fault: { kind: 'black-hole' }, count: 1 });
  const file = await cli.file(NAME, 'a,b\n');
  const ended = await cli.run('submit', ...choices, '--wait', '--timeout', '2', file);
  expect(ended.code).toBe(40);
  await expect.poll(async () => (await call('submission/list', {}))[0]).toMatchObject({ state: 'sending' });
});

test('Ctrl+C breaks off in the terminal what the command has begun', async () => {
  cli.exchange.control.addFault({ endpoint: 'sftp/write', fault: { kind: 'black-hole' }, count: 50 });
  const begun = cli.begin(['submit', ...choices, '--wait', await cli.file(NAME, 'a,b\n')]);
  await begun.until((line) => line.type === 'event' && line.submission?.state === 'sending');
  begun.process.kill('SIGINT');
  expect(await begun.ended).toMatchObject({ code: 130 });
  expect((await call('submission/list', {}))[0]).toMatchObject({ state: 'failed', error: { code: 'cancelled' } });
});

test('a terminal that is closed meanwhile leaves the command with 40', async () => {
  cli.exchange.control.addFault({ endpoint: 'sftp/write', fault: { kind: 'black-hole' }, count: 50 });
  const begun = cli.begin(['submit', ...choices, '--wait', await cli.file(NAME, 'a,b\n')]);
  await begun.until((line) => line.type === 'event' && line.submission?.state === 'sending');
  await terminal.stop();
  expect(await begun.ended).toMatchObject({ code: 40 });
  terminal = await cli.openTerminal();
});

test('a locked terminal takes files by SFTP and nothing that is its operator’s', async () => {
  await logIn();
  terminal.app.lock('operator');
  const file = await cli.file(NAME, 'a,b\n');
  expect(await cli.run('submit', ...choices, '--wait', file)).toMatchObject({ code: 0 });
  const web = await cli.run('submit', '--channel', 'web', await cli.file('SD_01234_20260523.csv', 'c,d\n'));
  expect(resultOf(web)).toMatchObject({ exitCode: 11, error: { code: 'locked' } });
  expect(await cli.run('keys', 'list')).toMatchObject({ code: 11 });
  // Nobody may be asked, so the receipts of this PC answer.
  expect(resultOf(await cli.run('verify', file))).toMatchObject({ check: { outcome: 'matched', by: 'ledger' } });
  expect(held()).toHaveLength(1);
  expect(await terminal.app.dispatch('submission/list', {})).toMatchObject({ error: { code: 'locked' } });
});

test('with its operator logged in an open terminal sends by web, and verifies by Activity Enquiry', async () => {
  await logIn();
  const file = await cli.file(NAME, 'a,b\n');
  const sent = await cli.run('submit', '--channel', 'web', '--wait', file);
  expect(sent).toMatchObject({ code: 0, mistakes: '' });
  expect(resultOf(sent)).toMatchObject({ submission: { channel: 'web', exchangeReference: held()[0]?.reference } });
  expect(resultOf(await cli.run('verify', file))).toMatchObject({ check: { outcome: 'matched', by: 'activity' } });
  expect(await cli.run('keys', 'list')).toMatchObject({ code: 0 });
});

test('a terminal of another exchange is not given the file', async () => {
  const other = await cli.profile((profile) => ({ ...profile, ecpApi: 'https://127.0.0.1:9' }));
  const file = await cli.file(NAME, 'a,b\n');
  const { code, lines } = await cli.begin(['submit', ...choices, file], { profile: other }).ended;
  expect(code).toBe(3);
  expect(lines.at(-1)).toMatchObject({ error: { code: 'profile-invalid' } });
  expect(await call('draft/list', {})).toEqual([]);
});

test('two commands without a terminal go one after the other', async () => {
  await terminal.stop();
  const files = await Promise.all(
    ['SD_01234_20260522.csv', 'SD_01234_20260523.csv'].map((name) => cli.file(name, name)),
  );
  const ended = await Promise.all(files.map((file) => cli.run('submit', ...choices, file)));
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  expect(held()).toHaveLength(2);
  terminal = await cli.openTerminal();
});

test('what a killed command left is asked for by status, not sent, and sent once by the next run', async () => {
  await terminal.stop();
  const file = await cli.file(NAME, 'a,b\n');
  await killWhileSending(file);
  const asked = await cli.run('status', file);
  expect(resultOf(asked)).toMatchObject({ exitCode: 20, error: { code: 'not-received' } });
  expect(held()).toEqual([]);
  expect(await cli.run('submit', ...choices, file)).toMatchObject({ code: 0 });
  expect(held()).toHaveLength(1);
  terminal = await cli.openTerminal();
});

test('what a killed command left is finished by the terminal that is opened next, once', async () => {
  await terminal.stop();
  const file = await cli.file(NAME, 'a,b\n');
  await killWhileSending(file);
  terminal = await cli.openTerminal();
  await expect.poll(() => held().length).toBe(1);
  expect(await cli.run('status', '--wait', file)).toMatchObject({ code: 0 });
  expect(await cli.run('submit', ...choices, file)).toMatchObject({ code: 31 });
  expect(held()).toHaveLength(1);
});

test('what opens the terminal to commands is for this user alone', async () => {
  if (process.platform === 'win32') return;
  for (const name of ['control.json', 'control.sock']) {
    expect(statSync(path.join(cli.dataFolder, name)).mode & 0o077).toBe(0);
  }
  const connection = await connectControl(cli.dataFolder);
  expect(connection?.greeting.profile.kind).toBe('practice');
  connection?.close();
  await terminal.stop();
  expect(await connectControl(cli.dataFolder)).toBeNull();
  terminal = await cli.openTerminal();
});
