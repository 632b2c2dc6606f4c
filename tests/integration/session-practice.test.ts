import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Realm } from '../../shared/contract/session.ts';
import { type OpenedSessions, openSessions } from '../helpers/open-sessions.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';

let practice: PracticeSetup;
let opened: OpenedSessions;

beforeAll(async () => {
  practice = await setUpPractice();
});
beforeEach(() => {
  opened = openSessions(practice.exchange.profile);
});
afterEach(async () => {
  practice.exchange.control.clearFaults();
  practice.exchange.control.setNonceMode(false);
  practice.exchange.control.setClockOffset(0);
  await opened.close();
});
afterAll(() => practice.close());

const userIds: Readonly<Record<Realm, string>> = { ccms: 'CHANTM', ecp: 'chan@firm.example' };

function begin(userId: string, password = practiceUser(userId).password) {
  return opened.sessions.begin({ realm: practiceUser(userId).realm, userId, password, remember: false });
}

function otpOf(userId: string): string {
  return newestOtp(practice.exchange, practiceUser(userId).email ?? '');
}

function wrongOtp(right: string): string {
  return right.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}

async function logIn(realm: Realm): Promise<void> {
  expect(await begin(userIds[realm])).toMatchObject({ ok: true, value: { kind: 'otp', length: 6 } });
  const done = await opened.sessions.submitOtp({ realm, otp: otpOf(userIds[realm]) });
  expect(done).toMatchObject({ ok: true, value: { kind: 'logged-in', realm, method: '2fa' } });
}

function folders() {
  const url = `${practice.exchange.profile.ecpApi}/api/folders/v1`;
  return opened.sessions.authorized('ecp', { method: 'GET', url, timeoutMs: 5_000, maxBytes: 1_000_000 });
}

describe('against the practice exchange', () => {
  test('both realms log in, are seen as logged in there, and log out', async () => {
    await logIn('ccms');
    await logIn('ecp');
    const { control } = practice.exchange;
    expect(control.logins().map(({ realm, userId }) => [realm, userId])).toEqual(
      expect.arrayContaining(Object.entries(userIds)),
    );
    expect(opened.sessions.state().ecp).toMatchObject({ functions: expect.arrayContaining(['EU_ECPSFTP']) });
    expect(Math.abs(opened.sessions.state().offsetMs ?? Number.NaN)).toBeLessThan(10_000);
    expect(await folders()).toMatchObject({ ok: true, value: { status: 200 } });
    await opened.sessions.logOut('ccms');
    await opened.sessions.logOut('ecp');
    expect(control.logins()).toEqual([]);
  });

  test.each([
    ['WONGSY', 'email-not-registered'],
    ['LEEKF', 'method-not-allowed'],
    ['HOKW', 'account-locked'],
  ])('%s is refused: %s', async (userId, code) => {
    expect(await begin(userId)).toMatchObject({ ok: false, error: { code } });
  });

  test('a wrong password and an unknown user get the same answer', async () => {
    const wrong = await begin('yip@single.example', 'wrong');
    const unknown = await opened.sessions.begin({ realm: 'ecp', userId: 'nobody', password: 'wrong', remember: false });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'bad-credentials', details: { attemptsLeft: 4 } } });
    expect(unknown).toEqual(wrong);
  });

  test('wrong OTPs keep the step, count down, and lock at the fifth', async () => {
    await begin('LAMKY');
    for (const attemptsLeft of [4, 3, 2, 1]) {
      const answer = await opened.sessions.submitOtp({ realm: 'ccms', otp: wrongOtp(otpOf('LAMKY')) });
      expect(answer).toMatchObject({ ok: false, error: { code: 'otp-wrong', details: { attemptsLeft } } });
      expect(opened.sessions.state().ccms).toMatchObject({ kind: 'otp', attemptsLeft });
    }
    const last = await opened.sessions.submitOtp({ realm: 'ccms', otp: wrongOtp(otpOf('LAMKY')) });
    expect(last).toMatchObject({ ok: false, error: { code: 'account-locked' } });
    expect(opened.sessions.state().ccms.kind).toBe('logged-out');
    expect(await begin('LAMKY')).toMatchObject({ ok: false, error: { code: 'account-locked' } });
  });

  test('an OTP that was pasted full-width and spaced is the right one', async () => {
    await begin(userIds.ecp);
    const wide = [...otpOf(userIds.ecp)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(' ');
    expect(await opened.sessions.submitOtp({ realm: 'ecp', otp: wide })).toMatchObject({ ok: true });
  });

  test('an OTP that has run out is told, and a new one can be asked for', async () => {
    await begin(userIds.ecp);
    const old = otpOf(userIds.ecp);
    practice.exchange.control.setClockOffset(11 * 60_000);
    const late = await opened.sessions.submitOtp({ realm: 'ecp', otp: old });
    expect(late).toMatchObject({ ok: false, error: { code: 'otp-expired' } });
    expect(opened.sessions.state().ecp.kind).toBe('otp');
  });

  test('the exchange ends the session: the next use says so', async () => {
    await logIn('ecp');
    practice.exchange.control.endLogins('ecp');
    expect(await folders()).toMatchObject({ ok: false, error: { code: 'session-ended' } });
    expect(opened.sessions.state().ecp).toMatchObject({ kind: 'logged-out', reason: 'by-exchange' });
  });

  test('the exchange’s idle limit has passed: the next use says so', async () => {
    await logIn('ecp');
    practice.exchange.control.setClockOffset(16 * 60_000);
    expect(await opened.sessions.extend('ecp')).toMatchObject({ ok: false, error: { code: 'session-ended' } });
  });

  test('everything works when the exchange wants a nonce each time', async () => {
    practice.exchange.control.setNonceMode(true);
    await logIn('ecp');
    expect(await folders()).toMatchObject({ ok: true, value: { status: 200 } });
    expect((await opened.sessions.extend('ecp')).ok).toBe(true);
  });

  test.each([4 * 60_000, -4 * 60_000, 86_400_000])(
    'everything works with the two clocks %i ms apart',
    async (offset) => {
      practice.exchange.control.setClockOffset(offset);
      await logIn('ecp');
      expect(await folders()).toMatchObject({ ok: true, value: { status: 200 } });
      expect(Math.abs((opened.sessions.state().offsetMs ?? 0) - offset)).toBeLessThan(10_000);
    },
  );

  test('an answer lost after the OTP was used is told; only the operator sends again', async () => {
    await begin(userIds.ecp);
    const otp = otpOf(userIds.ecp);
    practice.exchange.control.addFault({ endpoint: 'ecp/challenge', fault: { kind: 'cut-answer' } });
    expect(await opened.sessions.submitOtp({ realm: 'ecp', otp })).toMatchObject({ error: { code: 'otp-unanswered' } });
    expect(practice.exchange.control.listFaults()).toEqual([]);
    expect(opened.sessions.state().ecp.kind).toBe('otp');
    // The exchange has used it up: a second try is refused, never taken for a log-in.
    expect((await opened.sessions.submitOtp({ realm: 'ecp', otp })).ok).toBe(false);
  });

  test('no secret is in what was published', async () => {
    await logIn('ecp');
    await folders();
    const text = JSON.stringify([opened.published, opened.sessions.state()]);
    for (const secret of [practiceUser(userIds.ecp).password, otpOf(userIds.ecp), 'access', 'refresh_token']) {
      expect(text).not.toContain(secret);
    }
  });
});
