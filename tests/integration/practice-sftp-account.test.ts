import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describedAnswers, wireErrors } from '../helpers/ecp-wire.ts';
import { createPracticeClient, type PracticeClient } from '../helpers/practice-client.ts';
import { logInAs, type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';

const path = '/api/sftp-account/v1';
const DAY_MS = 24 * 3_600_000;

let setup: PracticeSetup;
let client: PracticeClient;
const tokens = new Map<string, string>();
const seen = new Set<string>();

beforeAll(async () => {
  setup = await setUpPractice();
  client = await createPracticeClient(setup.exchange.profile);
  for (const user of ['chan@firm.example', 'sftp@firm.example', 'yip@single.example', 'admin@firm.example']) {
    tokens.set(user, (await logInAs(setup.exchange, client, user)).accessToken);
  }
});
afterAll(() => setup.close());

/** Asks as a user and holds the answer against the wire document. */
async function call(user: string, verb: '' | '/keys' | '/addresses' = '', body: unknown = null) {
  const token = tokens.get(user) ?? 'x'.repeat(43);
  const request =
    verb === ''
      ? ({ method: 'GET', path } as const)
      : ({
          method: 'POST',
          path: path + verb,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        } as const);
  const answer = await client.api(token, request);
  const operation = `${request.method} ${request.path}`;
  expect(wireErrors(operation, answer)).toEqual([]);
  seen.add(`${operation} ${answer.status}`);
  return { status: answer.status, ...answer.json() } as { status: number; code: string; data?: unknown[] };
}

/** A new public key in OpenSSH's form. */
function publicKey(type: 'ed25519' | 'rsa' | 'ecdsa', bits = 0): string {
  if (type !== 'rsa') return ssh2.utils.generateKeyPairSync(type, type === 'ecdsa' ? { bits: 256 } : {}).public;
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: bits });
  const parsed = ssh2.utils.parseKey(key.export({ type: 'pkcs1', format: 'pem' }));
  if (parsed instanceof Error) throw parsed;
  return `ssh-rsa ${parsed.getPublicSSH().toString('base64')}`;
}

test('only users with EU_ECPSFTP come in, and one without any function hears 2000', async () => {
  expect(await call('chan@firm.example')).toMatchObject({ status: 200, data: [{ userName: 'chan@firm.example' }] });
  expect(await call('sftp@firm.example')).toMatchObject({ status: 200, data: [{ userName: 'sftp@firm.example' }] });
  for (const verb of ['', '/keys', '/addresses'] as const) {
    expect(await call('yip@single.example', verb)).toMatchObject({ status: 403, code: 'P405' });
    expect(await call('admin@firm.example', verb)).toMatchObject({ status: 403, code: '2000' });
    expect(await call('nobody', verb)).toMatchObject({ status: 401, code: 'P401' });
  }
});

test('the loopback address is registered for one user at the start, and for another only when asked', async () => {
  const local = [{ address: '127.0.0.1', state: 'registered' }];
  expect(await call('chan@firm.example')).toMatchObject({ data: [{ addresses: local }] });
  expect(await call('sftp@firm.example')).toMatchObject({ data: [{ addresses: [] }] });
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1']) {
    expect(await call('sftp@firm.example', '/addresses', { address })).toMatchObject({ data: [{ addresses: local }] });
  }
  for (const address of ['127.0.0.256', 'firm.example', 'fe80::1%eth0', '']) {
    expect(await call('sftp@firm.example', '/addresses', { address })).toMatchObject({ status: 400, code: 'P400' });
  }
  for (let last = 1; last <= 7; last += 1)
    await call('sftp@firm.example', '/addresses', { address: `2001:db8::${last}` });
  const oneMore = { address: '2001:db8::8' };
  expect(await call('sftp@firm.example', '/addresses', oneMore)).toMatchObject({ status: 422, code: 'P428' });
});

test('keys are registered once for a year, and weak or unreadable ones are refused', async () => {
  const good = publicKey('ed25519');
  for (const round of [1, 2]) {
    const answer = await call('chan@firm.example', '/keys', { publicKey: good });
    expect(answer, `round ${round}`).toMatchObject({ status: 200, data: [{ keys: [{ state: 'registered' }] }] });
    expect(answer.data).toHaveProperty('0.keys.length', 1);
  }
  const bad = [publicKey('rsa', 2048), publicKey('rsa', 3064), 'ssh-ed25519 AAAA', 'hello'];
  for (const line of bad) {
    expect(await call('chan@firm.example', '/keys', { publicKey: line })).toMatchObject({ status: 422, code: 'P425' });
  }
  expect(await call('chan@firm.example', '/keys', { publicKey: publicKey('rsa', 3072) })).toMatchObject({
    status: 200,
  });
  expect(await call('chan@firm.example', '/keys', { key: good })).toMatchObject({ status: 400 });
  for (let more = 3; more <= 5; more += 1) await call('chan@firm.example', '/keys', { publicKey: publicKey('ecdsa') });
  const sixth = { publicKey: publicKey('ed25519') };
  expect(await call('chan@firm.example', '/keys', sixth)).toMatchObject({ status: 422, code: 'P428' });
});

test('every answer that the wire document describes for the account was seen, except trouble of the server', () => {
  const described = describedAnswers.filter((answer) => answer.includes('sftp-account') && !/ 50[03]$/.test(answer));
  expect(described.filter((answer) => !seen.has(answer))).toEqual([]);
});

test('a key is over after its year', async () => {
  setup.exchange.control.setClockOffset(366 * DAY_MS);
  const later = await createPracticeClient(setup.exchange.profile, () => Date.now() + 366 * DAY_MS);
  const { accessToken } = await logInAs(setup.exchange, later, 'chan@firm.example');
  const answer = await later.api(accessToken, { method: 'GET', path });
  expect(answer.json()).toMatchObject({ data: [{ keys: Array.from({ length: 5 }, () => ({ state: 'expired' })) }] });
});
