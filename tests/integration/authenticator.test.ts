import { generateSync } from 'otplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuthenticatorService } from '../../main/authenticator/authenticator-service.ts';
import { createAuthenticatorService } from '../../main/authenticator/create-authenticator-service.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { memoryCredentials } from '../helpers/memory-credentials.ts';
import { type OpenedSessions, openSessions } from '../helpers/open-sessions.ts';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';

const userId = 'chan@firm.example';
const { password } = practiceUser(userId);
const minute = 60_000;

let practice: PracticeSetup;
let opened: OpenedSessions;
let kept: Map<string, string>;
let service: AuthenticatorService;

function serviceOf(options: { mayKeep?: boolean; keychain?: boolean } = {}): AuthenticatorService {
  const { mayKeep = true, keychain = true } = options;
  const profile = { ...practice.exchange.profile, keepAuthenticatorSeed: mayKeep };
  const credentials = keychain ? memoryCredentials(kept) : unavailableCredentialStore('missing');
  return createAuthenticatorService({ sessions: opened.sessions, credentials, profile });
}

beforeAll(async () => {
  practice = await setUpPractice();
});
beforeEach(() => {
  kept = new Map();
  opened = openSessions(practice.exchange.profile);
  service = serviceOf();
});
afterEach(async () => {
  practice.exchange.control.setClockOffset(0);
  if (opened.sessions.state().ecp.kind === 'logged-in') await service.remove();
  await opened.close();
});
afterAll(() => practice.close());

const mails = () => practice.exchange.control.mails(userId).length;
const begin = () => opened.sessions.begin({ realm: 'ecp', userId, password, remember: false });
const submit = (otp: string) => opened.sessions.submitOtp({ realm: 'ecp', otp });
const chooseChannel = (channel: 'email' | 'app') => opened.sessions.chooseChannel({ realm: 'ecp', channel });
const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(opened.sessions.exchangeNow() / 1000) + steps * 30 });
/** Time passes at the exchange, so that the next code is another one. */
function pass(milliseconds: number): void {
  const { control } = practice.exchange;
  control.setClockOffset(control.clockOffset() + milliseconds);
}

async function logInByMail(): Promise<void> {
  await begin();
  const state = opened.sessions.state().ecp;
  if (state.kind === 'otp' && state.channel === 'app') await chooseChannel('email');
  expect(await submit(newestOtp(practice.exchange, userId))).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
}

/** Sets the app up, logs out and lets a minute pass; gives its secret. */
async function setUpApp(keepSeed = false): Promise<string> {
  await logInByMail();
  const begun = await service.begin();
  if (!begun.ok) throw new Error(begun.error.code);
  const { secret } = begun.value;
  expect(await service.confirm({ otp: codeOf(secret), keepSeed })).toMatchObject({
    ok: true,
    value: { enrolled: true },
  });
  await opened.sessions.logOut('ecp');
  pass(minute);
  return secret;
}

describe('setting up', () => {
  test('a secret counts once a code of it was shown', async () => {
    await logInByMail();
    expect(await service.state()).toEqual({ ok: true, value: { enrolled: false, mayKeepSeed: true, seedKept: false } });
    const begun = await service.begin();
    if (!begun.ok) throw new Error(begun.error.code);
    expect(begun.value.address).toContain(begun.value.secret);
    expect(await service.confirm({ otp: '000000', keepSeed: false })).toMatchObject({ error: { code: 'otp-wrong' } });
    expect(await service.state()).toMatchObject({ value: { enrolled: false } });
    const otp = codeOf(begun.value.secret);
    expect(await service.confirm({ otp, keepSeed: false })).toMatchObject({ value: { enrolled: true } });
    // Confirmed once: nothing waits any more.
    expect(await service.confirm({ otp, keepSeed: false })).toMatchObject({
      error: { code: 'authenticator-not-begun' },
    });
    expect(await service.remove()).toMatchObject({ ok: true, value: { enrolled: false } });
  });

  test('needs a session', async () => {
    for (const answer of [await service.state(), await service.begin(), await service.remove()]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'not-logged-in' } });
    }
  });

  test('a request without token and proof does not open it', async () => {
    await logInByMail();
    const url = `${practice.exchange.profile.realms.ecp.issuer}/authenticator`;
    expect(await fetchWithout(url)).toBe(401);
  });

  test('an exchange without it says so', async () => {
    await logInByMail();
    practice.exchange.control.addFault({ endpoint: 'ecp/authenticator', fault: { kind: 'status', status: 404 } });
    expect(await service.begin()).toMatchObject({ ok: false, error: { code: 'authenticator-unavailable' } });
  });

  test.each(['html', 'empty', 'nested', 'huge'] as const)('an answer that is %s is an error', async (kind) => {
    await logInByMail();
    practice.exchange.control.addFault({ endpoint: 'ecp/authenticator', fault: { kind } });
    const answer = await service.begin();
    expect(['answer-invalid', 'answer-too-large']).toContain(answer.ok ? '' : answer.error.code);
  });
});

async function fetchWithout(url: string): Promise<number> {
  const client = await createPracticeClient(practice.exchange.profile);
  return (await client.raw({ method: 'GET', url })).status;
}

describe('logging in', () => {
  test('a code of the app, and no mail', async () => {
    const secret = await setUpApp();
    const before = mails();
    expect(await begin()).toMatchObject({ ok: true, value: { channel: 'app', channels: ['app', 'email'], length: 6 } });
    expect(await submit(codeOf(secret))).toMatchObject({ ok: true, value: { kind: 'logged-in', method: '2fa' } });
    expect(mails()).toBe(before);
  });

  test('each code once, one step of skew, wrong ones count with the others', async () => {
    const secret = await setUpApp();
    await begin();
    expect(await submit(codeOf(secret, -2))).toMatchObject({
      error: { code: 'otp-wrong', details: { attemptsLeft: 4 } },
    });
    const code = codeOf(secret, -1);
    expect((await submit(code)).ok).toBe(true);
    await opened.sessions.logOut('ecp');
    await begin();
    expect(await submit(code)).toMatchObject({ ok: false, error: { code: 'otp-wrong' } });
    expect((await submit(codeOf(secret))).ok).toBe(true);
  });

  test('by mail instead: one is sent, under the same wait, and switching back and forth sends no second', async () => {
    const secret = await setUpApp();
    await begin();
    const before = mails();
    expect(await chooseChannel('email')).toMatchObject({ ok: true, value: { channel: 'email' } });
    expect(mails()).toBe(before + 1);
    expect(await opened.sessions.resendOtp('ecp')).toMatchObject({ error: { code: 'resend-too-early' } });
    await chooseChannel('app');
    expect(await chooseChannel('email')).toMatchObject({ ok: true, value: { channel: 'email' } });
    expect(mails()).toBe(before + 1);
    // A code of the app is none by mail.
    expect(await submit(codeOf(secret))).toMatchObject({ error: { code: 'otp-wrong' } });
    expect((await submit(newestOtp(practice.exchange, userId))).ok).toBe(true);
  });

  test('a way that the exchange has not offered is not asked for', async () => {
    await begin();
    expect(opened.sessions.state().ecp).toMatchObject({ channel: 'email', channels: ['email'] });
    expect(await chooseChannel('app')).toMatchObject({ ok: false, error: { code: 'otp-channel-unavailable' } });
    expect((await submit(newestOtp(practice.exchange, userId))).ok).toBe(true);
  });

  test('CCMS has no app', async () => {
    const { password: other } = practiceUser('CHANTM');
    await opened.sessions.begin({ realm: 'ccms', userId: 'CHANTM', password: other, remember: false });
    expect(opened.sessions.state().ccms).toMatchObject({ channels: ['email'] });
  });
});

describe('the secret on this PC', () => {
  test('is kept where the profile allows it and the person chose it, and fills a code in after a press', async () => {
    await setUpApp(true);
    expect([...kept.keys()]).toEqual(['authenticator-seed']);
    expect(await service.canFillIn()).toBe(false);
    await begin();
    expect(await service.canFillIn()).toBe(true);
    const code = await service.fillIn();
    expect(code.ok && (await submit(code.value))).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
    expect(await service.state()).toMatchObject({ value: { enrolled: true, seedKept: true } });
    await service.remove();
    expect(kept.size).toBe(0);
  });

  test('is not kept without the wish', async () => {
    await setUpApp(false);
    expect(kept.size).toBe(0);
    await begin();
    expect(await service.canFillIn()).toBe(false);
    expect(await service.fillIn()).toMatchObject({ ok: false, error: { code: 'authenticator-seed-missing' } });
    await logInByChoice();
  });

  test.each([
    ['the profile does not allow it', { mayKeep: false }],
    ['this PC has no keychain', { keychain: false }],
  ])('is not kept when %s, even with the wish', async (_title, options) => {
    service = serviceOf(options);
    await setUpApp(true);
    expect(kept.size).toBe(0);
    await begin();
    expect(await service.canFillIn()).toBe(false);
    await logInByChoice();
  });

  test('that is in the keychain fills nothing in once the profile forbids it', async () => {
    await setUpApp(true);
    service = serviceOf({ mayKeep: false });
    await begin();
    expect(await service.canFillIn()).toBe(false);
    expect(await service.fillIn()).toMatchObject({ ok: false, error: { code: 'authenticator-seed-missing' } });
    await logInByChoice();
  });

  test('of one user is not used for another', async () => {
    await setUpApp(true);
    kept.set('authenticator-seed', (kept.get('authenticator-seed') ?? '').replace(userId, 'other@firm.example'));
    await begin();
    expect(await service.canFillIn()).toBe(false);
    await logInByChoice();
  });
});

/** So that the app can be removed after the test. */
async function logInByChoice(): Promise<void> {
  await chooseChannel('email');
  expect((await submit(newestOtp(practice.exchange, userId))).ok).toBe(true);
}
