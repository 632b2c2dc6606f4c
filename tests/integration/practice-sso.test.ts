import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPracticeClient, type PracticeAnswer, type PracticeClient } from '../helpers/practice-client.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';

const MINUTE = 60_000;
const CHAN = practiceUser('CHANTM');
const ADDRESS = 'chan.taiman@firm.example';

let setup: PracticeSetup;
let client: PracticeClient;
beforeEach(async () => {
  // Time stands still but for `advance`: on a busy machine seconds pass between two answers that must be alike.
  const startedAt = Date.now();
  setup = await setUpPractice({ pcNow: () => startedAt });
  client = await createPracticeClient(setup.exchange.profile, () => startedAt + setup.exchange.control.clockOffset());
});
afterEach(() => setup.close());

const advance = (ms: number) => setup.exchange.control.setClockOffset(setup.exchange.control.clockOffset() + ms);
const password = (userId = CHAN.userId, typed = CHAN.password) => client.password('ccms', userId, typed);
const wrongPassword = (userId = CHAN.userId) => password(userId, 'not the password');
const session = (answer: PracticeAnswer) => String(answer.json().auth_session);
const otp = () => newestOtp(setup.exchange, ADDRESS);
const otherDigits = (digits: string) => digits.replace(/./g, (digit) => String((Number(digit) + 1) % 10));

describe('metadata and page', () => {
  test.each(['ccms', 'ecp'] as const)('%s describes itself on its own origin', async (realm) => {
    const { issuer } = setup.exchange.profile.realms[realm];
    const answer = await client.raw({ method: 'GET', url: `${issuer}/.well-known/oauth-authorization-server` });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toMatchObject({
      issuer,
      authorization_challenge_endpoint: client.challengeUrl(realm),
      token_endpoint: client.tokenUrl(realm),
      code_challenge_methods_supported: ['S256'],
      dpop_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['none'],
    });
    const jwks = await client.raw({ method: 'GET', url: String(answer.json().jwks_uri) });
    expect(jwks.json()).toEqual({ keys: [] });
    const page = await client.raw({ method: 'GET', url: `${issuer}/sso` });
    expect(page.text).toContain('<meta name="ccms-sso" content="login" />');
    expect(page.text).toMatch(/PRACTICE[\s\S]*登入/);
  });

  test('the Date of every answer follows the clock of the exchange', async () => {
    advance(86_400_000);
    const { issuer } = setup.exchange.profile.realms.ccms;
    for (const path of ['/sso', '/jwks', '/nowhere']) {
      const answer = await client.raw({ method: 'GET', url: issuer + path });
      expect(Date.parse(String(answer.headers.date)) - Date.now()).toBeGreaterThan(86_400_000 - MINUTE);
    }
  });
});

describe('password and one-time password', () => {
  test('the right password asks for the OTP and says where it went', async () => {
    const answer = await password();
    expect(answer.status).toBe(401);
    expect(answer.json()).toEqual({
      error: 'insufficient_authorization',
      auth_session: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      otp_required: true,
      otp: {
        channel: 'email',
        channels: ['email'],
        masked_address: 'c••••••••n@firm.example',
        sender: 'noreply_ccms@practice.example',
        subject: 'CCMS one-time password',
        length: 6,
        expires_in: expect.toSatisfy((seconds: number) => seconds >= 598 && seconds <= 600),
        resend_in: expect.toSatisfy((seconds: number) => seconds >= 28 && seconds <= 30),
        attempts_left: 5,
      },
    });
  });

  test('an OTP is good once, and only with the newest auth session and its own key', async () => {
    const first = await password();
    const stranger = await createPracticeClient(setup.exchange.profile);
    expect((await stranger.otp('ccms', session(first), otp())).json()).toEqual({ error: 'invalid_session' });
    const right = await client.otp('ccms', session(first), otp());
    expect(right.status).toBe(200);
    expect(right.json()).toEqual({ authorization_code: expect.any(String) });
    expect((await client.otp('ccms', session(first), otp())).json()).toEqual({ error: 'invalid_session' });
  });

  test('the auth session is another after each answer and the old one is dead', async () => {
    const first = await password();
    const wrong = await client.otp('ccms', session(first), otherDigits(otp()));
    expect(wrong.status).toBe(400);
    expect(wrong.json()).toMatchObject({ error: 'access_denied', reason: 'otp_wrong', attempts_left: 4 });
    const early = await client.resend('ccms', session(wrong));
    expect(early.json()).toMatchObject({ reason: 'resend_too_early', resend_in: expect.any(Number) });
    const sessions = [first, wrong, early].map(session);
    expect(new Set(sessions).size).toBe(3);
    for (const old of sessions.slice(0, 2)) {
      expect((await client.otp('ccms', old, otp())).json()).toEqual({ error: 'invalid_session' });
    }
    expect((await client.otp('ccms', session(early), otp())).status).toBe(200);
  });

  test('after ten minutes the OTP is expired, right or wrong; a new one is good', async () => {
    const first = await password();
    const old = otp();
    advance(10 * MINUTE);
    const expired = await client.otp('ccms', session(first), old);
    expect(expired.json()).toMatchObject({ reason: 'otp_expired', attempts_left: 5, otp: { expires_in: 0 } });
    const resent = await client.resend('ccms', session(expired));
    expect(resent.status).toBe(401);
    const wrong = await client.otp('ccms', session(resent), old === otp() ? otherDigits(old) : old);
    expect(wrong.json().reason).toBe('otp_wrong');
    expect((await client.otp('ccms', session(wrong), otp())).status).toBe(200);
  });

  test('sending again neither resets the count nor keeps the older OTP alive', async () => {
    let answer = await client.otp('ccms', session(await password()), 'x');
    answer = await client.otp('ccms', session(answer), 'x');
    const old = otp();
    advance(30_000);
    answer = await client.resend('ccms', session(answer));
    expect(answer.json()).toMatchObject({ otp: { attempts_left: 3 } });
    expect(setup.exchange.control.mails(ADDRESS)).toHaveLength(2);
    if (old !== otp()) {
      answer = await client.otp('ccms', session(answer), old);
      expect(answer.json()).toMatchObject({ reason: 'otp_wrong', attempts_left: 2 });
    }
  });

  test('a second log-in of the same user makes the first one’s OTP worthless', async () => {
    const first = await password();
    const old = otp();
    await password();
    expect((await client.otp('ccms', session(first), old)).json()).toMatchObject({ reason: 'otp_expired' });
  });

  test('the auth session lives 15 minutes', async () => {
    const first = await password();
    advance(15 * MINUTE);
    expect((await client.resend('ccms', session(first))).json()).toEqual({ error: 'invalid_session' });
  });

  test('leading zeros belong to the OTP', async () => {
    await setup.close();
    const random = {
      token: () => crypto.randomUUID().repeat(2),
      digits: () => '000042',
      bytes: (n: number) => Buffer.alloc(n, 7),
    };
    setup = await setUpPractice({ random });
    client = await createPracticeClient(setup.exchange.profile);
    const first = await password();
    const short = await client.otp('ccms', session(first), '42');
    expect(short.json().reason).toBe('otp_wrong');
    expect((await client.otp('ccms', session(short), '000042')).status).toBe(200);
  });
});

describe('failures and locks', () => {
  test.each([CHAN.userId, 'NOBODY'])('five wrong passwords of %s lock for 30 minutes', async (userId) => {
    for (const left of [4, 3, 2, 1]) {
      const answer = await wrongPassword(userId);
      expect(answer.json()).toEqual({ error: 'access_denied', reason: 'bad_credentials', attempts_left: left });
    }
    const fifth = await wrongPassword(userId);
    expect(fifth.json()).toEqual({ error: 'access_denied', reason: 'locked', locked_for: 1800 });
    advance(29 * MINUTE);
    expect((await password(userId)).json().reason).toBe('locked');
    advance(MINUTE);
    expect((await wrongPassword(userId)).json()).toMatchObject({ reason: 'bad_credentials', attempts_left: 4 });
  });

  test('an ID that exists and one that does not get the same answers all the way', async () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      const known = await wrongPassword(CHAN.userId);
      const unknown = await wrongPassword('NOBODY');
      const shape = ({ status, text, headers: { date: _date, ...headers } }: PracticeAnswer) => ({
        status,
        text,
        headers,
      });
      expect(shape(unknown)).toEqual(shape(known));
    }
    expect(setup.exchange.control.mails()).toEqual([]);
  });

  test.each(['HOKW', 'LEEKF', 'WONGSY'])(
    '%s with a wrong password is told nothing about the account',
    async (userId) => {
      expect((await wrongPassword(userId)).text).toBe((await wrongPassword('NOBODY')).text);
    },
  );

  test.each([
    ['HOKW', { reason: 'locked', locked_for: 1800 }],
    ['LEEKF', { reason: 'method_not_allowed' }],
    ['WONGSY', { reason: 'email_not_registered' }],
  ])('%s with the right password is told why not', async (userId, members) => {
    const answer = await password(userId, practiceUser(userId).password);
    expect(answer.json()).toEqual({ error: 'access_denied', ...members });
  });

  test('wrong passwords and wrong OTPs count together', async () => {
    await wrongPassword();
    await wrongPassword();
    let answer = await password();
    expect(answer.json()).toMatchObject({ otp: { attempts_left: 3 } });
    answer = await client.otp('ccms', session(answer), 'x');
    answer = await client.otp('ccms', session(answer), 'x');
    const lastSession = session(answer);
    answer = await client.otp('ccms', lastSession, 'x');
    expect(answer.json()).toEqual({ error: 'access_denied', reason: 'locked', locked_for: 1800 });
    expect((await client.otp('ccms', lastSession, otp())).json()).toEqual({ error: 'invalid_session' });
  });

  test('a right password does not reset the count, a complete log-in does', async () => {
    await wrongPassword();
    const first = await password();
    expect(first.json()).toMatchObject({ otp: { attempts_left: 4 } });
    await client.otp('ccms', session(first), otp());
    expect((await wrongPassword()).json().attempts_left).toBe(4);
  });

  test('failures older than 30 minutes do not count', async () => {
    for (let attempt = 0; attempt < 4; attempt++) await wrongPassword();
    advance(30 * MINUTE);
    expect((await wrongPassword()).json().attempts_left).toBe(4);
  });

  test('the two realms count apart, and so do two IDs', async () => {
    await wrongPassword();
    expect((await client.password('ecp', CHAN.userId, 'wrong')).json().attempts_left).toBe(4);
    expect((await wrongPassword('LAMKY')).json().attempts_left).toBe(4);
  });
});
