import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSftpAccount } from '../../main/sftp-account/create-sftp-account.ts';
import type { SftpAccount } from '../../main/sftp-account/sftp-account.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import { memoryCredentials } from '../helpers/memory-credentials.ts';
import { type OpenedSessions, openSessions } from '../helpers/open-sessions.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { openTestApp } from '../helpers/test-app.ts';

const DAY_MS = 24 * 3_600_000;
const userName = 'chan@firm.example';

let practice: PracticeSetup;
let opened: OpenedSessions;
let kept: Map<string, string>;
let account: SftpAccount;

const open = () =>
  createSftpAccount({
    sessions: opened.sessions,
    credentials: memoryCredentials(kept),
    profile: practice.exchange.profile,
  });
beforeAll(async () => {
  practice = await setUpPractice();
});
beforeEach(() => {
  kept = new Map();
  opened = openSessions(practice.exchange.profile);
  account = open();
});
afterEach(async () => {
  practice.exchange.control.clearFaults();
  await opened.close();
});
afterAll(() => practice.close());

async function logIn(userId: string): Promise<void> {
  const { password } = practiceUser(userId);
  await opened.sessions.begin({ realm: 'ecp', userId, password, remember: false });
  const otp = newestOtp(practice.exchange, userId);
  expect(await opened.sessions.submitOtp({ realm: 'ecp', otp })).toMatchObject({ value: { kind: 'logged-in' } });
}

async function make(expiresInDays: number | null = null): Promise<string> {
  const expiresAt = expiresInDays === null ? null : opened.sessions.exchangeNow() + expiresInDays * DAY_MS;
  const made = await account.makeKey({ userName, kind: 'ed25519', expiresAt });
  if (!made.ok) throw new Error(made.error.code);
  return made.value.keys[0]?.keyId ?? '';
}

async function keys() {
  const view = await account.view();
  if (!view.ok) throw new Error(view.error.code);
  return view.value.keys;
}

test('a key is made without a session, offered, and found again after a restart', async () => {
  expect(await account.identity()).toMatchObject({ error: { code: 'sftp-key-missing' } });
  await make();
  const first = await account.identity();
  expect(first).toMatchObject({ ok: true, value: { userName } });
  expect(await account.view()).toMatchObject({
    value: {
      userName,
      keys: [{ registration: 'unknown', kept: 'keychain', expiry: 'valid' }],
      exchange: { kind: 'not-asked', error: { code: 'not-logged-in' } },
    },
  });
  account = open();
  expect(await account.identity()).toEqual(first);
});

test('a key is registered, its end is the nearer one, and old and new are offered together, newest first', async () => {
  await logIn(userName);
  const [long, short] = [await make(1000), await make(100)];
  for (const keyId of [long, short]) expect((await account.registerKey(keyId)).ok).toBe(true);
  const [newest, oldest] = await keys();
  expect(newest).toMatchObject({ keyId: short, registration: 'registered' });
  expect(oldest).toMatchObject({ keyId: long, registration: 'registered' });
  expect(Math.round(((oldest?.expiresAt ?? 0) - opened.sessions.exchangeNow()) / DAY_MS)).toBe(365);
  expect(Math.round(((newest?.expiresAt ?? 0) - opened.sessions.exchangeNow()) / DAY_MS)).toBe(100);
  const both = await account.identity();
  expect(both.ok && both.value.privateKeys.length).toBe(2);
  const left = await account.removeKey(long);
  expect(left).toMatchObject({ value: { keys: [{ keyId: short }], exchange: { kind: 'told' } } });
  expect(left.ok && left.value.exchange.kind === 'told' && left.value.exchange.elsewhere).toMatchObject([
    { fingerprint: oldest?.fingerprint, state: 'registered' },
  ]);
  const one = await account.identity();
  expect(one.ok && both.ok && one.value.privateKeys).toEqual(both.ok && both.value.privateKeys.slice(0, 1));
});

test('an end is told 30 days ahead, and a key past it is no longer offered', async () => {
  await make(31);
  expect(await keys()).toMatchObject([{ expiry: 'valid' }]);
  await make(29);
  expect(await keys()).toMatchObject([{ expiry: 'soon' }, { expiry: 'valid' }]);
  await make(-1);
  expect(await keys()).toMatchObject([{ expiry: 'expired' }, { expiry: 'soon' }, { expiry: 'valid' }]);
  const identity = await account.identity();
  expect(identity.ok && identity.value.privateKeys.length).toBe(2);
  for (const { keyId, expiry } of await keys()) if (expiry !== 'expired') await account.removeKey(keyId);
  expect(await account.identity()).toMatchObject({ error: { code: 'sftp-key-expired' } });
});

test('the files of one user go on while another without keys is logged in', async () => {
  await make();
  await logIn('sftp@firm.example');
  expect(await account.view()).toMatchObject({ value: { userName: 'sftp@firm.example', keys: [] } });
  expect(await account.identity()).toMatchObject({ ok: true, value: { userName } });
  await account.makeKey({ userName: 'sftp@firm.example', kind: 'ed25519', expiresAt: null });
  expect(await account.identity()).toMatchObject({ ok: true, value: { userName: 'sftp@firm.example' } });
});

test('the state of the addresses is told, and one is registered', async () => {
  await logIn('sftp@firm.example');
  expect(await account.view()).toMatchObject({ value: { exchange: { kind: 'told', addresses: [] } } });
  const heard: unknown[] = [];
  const stop = account.subscribe((view) => heard.push(view));
  const registered = await account.registerAddress('127.0.0.1');
  stop();
  expect(registered).toMatchObject({
    value: { exchange: { addresses: [{ address: '127.0.0.1', state: 'registered' }] } },
  });
  expect(heard).toEqual([registered.ok && registered.value]);
});

test('who may not use SFTP is told so, and each trouble of the exchange by its own name', async () => {
  await logIn('yip@single.example');
  expect(await account.view()).toMatchObject({
    value: { exchange: { kind: 'not-asked', error: { code: 'sftp-not-permitted', exchangeCode: 'P405' } } },
  });
  const { control } = practice.exchange;
  const troubles = [
    [{ kind: 'status', status: 503 }, 'server-error'],
    [{ kind: 'html' }, 'answer-invalid'],
    [{ kind: 'truncated' }, 'unreachable'],
    [{ kind: 'empty' }, 'answer-invalid'],
  ] as const;
  for (const [fault, code] of troubles) {
    control.addFault({ endpoint: 'api/sftp-account', fault, count: 1 });
    expect(await account.registerAddress('127.0.0.1'), fault.kind).toMatchObject({ ok: false, error: { code } });
  }
});

test('no key text and no passphrase is in what the page gets', async () => {
  await make();
  const [{ keyId = '' } = {}] = await keys();
  const identity = await account.identity();
  const secret = (identity.ok && identity.value.privateKeys[0]) || '';
  const told = [await account.view(), await account.publicKey({ keyId, form: 'openssh' })];
  for (const line of secret.split('\n').slice(4, -2)) expect(JSON.stringify(told)).not.toContain(line);
  const again = await account.importKey({ userName, text: secret, passphrase: null, expiresAt: null });
  expect(again).toMatchObject({ ok: false, error: { code: 'sftp-key-known' } });
  expect(JSON.stringify(again)).not.toContain('PRIVATE');
});

test('a key file and its passphrase cross once: neither is in a file of the program, an answer or an event', async () => {
  const passphrase = 'Canary-passphrase-Kx73';
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
  const text = key.export(locked).toString();
  const secrets = [passphrase, key.export({ format: 'jwk' }).d ?? '', ...text.split('\n').slice(1, -2)];
  const { app, dataFolder, close } = await openTestApp({ profile: practice.exchange.profile });
  const told: unknown[] = [];
  app.subscribe((event) => told.push(event));
  for (const given of [null, 'wrong', passphrase]) {
    told.push(await app.dispatch('sftp/importKey', { userName, text, passphrase: given, expiresAt: null }));
  }
  told.push(await app.dispatch('sftp/importKey', { userName, text, passphrase, expiresAt: 'never' }));
  expect(JSON.stringify(told)).toContain('ecdsa-sha2-nistp256');
  for (const secret of secrets) expect(JSON.stringify(told)).not.toContain(secret);
  expect(await findSecrets(dataFolder, secrets)).toEqual([]);
  await close();
});
