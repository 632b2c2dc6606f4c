import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { practiceUsers } from '../../main/practice/users.ts';
import { type Phase, phases } from '../../shared/contract/policy.ts';
import { type OpenedSessions, openSessions } from '../helpers/open-sessions.ts';
import { type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

const DAY = 86_400_000;
let practice: PracticeSetup;
let opened: OpenedSessions;
let app: TestApp;

beforeAll(async () => {
  practice = await setUpPractice();
});
beforeEach(async () => {
  opened = openSessions(practice.exchange.profile);
  app = await openTestApp({ profile: practice.exchange.profile });
});
afterEach(async () => {
  const { control } = practice.exchange;
  control.setClockOffset(0);
  control.clearFaults();
  control.changePolicy({ minimumVersion: '0.0.0' });
  await opened.close();
  await app.close();
});
afterAll(() => practice.close());

/** Sets the exchange's clock to a day of that phase. */
function play(phase: Phase): void {
  const { control } = practice.exchange;
  const { dates } = control.policy().issue;
  const days = {
    'smart-card': dates.parallel - DAY,
    parallel: Date.now(),
    'two-factor-only': dates.twoFactorOnly + DAY,
  };
  control.setClockOffset(days[phase] - Date.now());
  expect(control.policy().phase).toBe(phase);
}

const ccmsUsers = practiceUsers.filter(({ realm }) => realm === 'ccms');
type User = (typeof ccmsUsers)[number];

/** What password and OTP come to, by the rules of the seed circular. */
function outcomeOf(user: User, phase: Phase): string {
  if (user.locked) return 'account-locked';
  if (phase === 'smart-card' || !user.methods.includes('2fa')) return 'method-not-allowed';
  return user.email === null ? 'email-not-registered' : 'otp';
}
const cases = phases.flatMap((phase) => ccmsUsers.map((user) => [phase, user.userId, outcomeOf(user, phase)] as const));

describe('the exchange judges password and OTP by phase and class of user', () => {
  test.each(cases)('%s: %s gets %s', async (phase, userId, outcome) => {
    play(phase);
    const { password } = practiceUser(userId);
    const begin = (typed: string) => opened.sessions.begin({ realm: 'ccms', userId, password: typed, remember: false });
    // Nothing of this is told to somebody who does not know the password.
    expect(await begin(`${password}!`)).toMatchObject({ ok: false, error: { code: 'bad-credentials' } });
    const answer = await begin(password);
    expect(answer.ok ? answer.value.kind : answer.error.code).toBe(outcome);
  });

  test('ECP is another system: its users log in as ever, in every phase', async () => {
    const user = practiceUsers.find(({ realm }) => realm === 'ecp');
    for (const phase of phases) {
      play(phase);
      const { userId = '', password = '' } = user ?? {};
      const answer = await opened.sessions.begin({ realm: 'ecp', userId, password, remember: false });
      expect(answer).toMatchObject({ ok: true, value: { kind: 'otp' } });
      await opened.sessions.cancel('ecp');
    }
  });
});

describe('what the policy forbids does not begin', () => {
  const [user] = ccmsUsers;
  const begin = () => {
    const { userId = '', password = '' } = user ?? {};
    return app.app.dispatch('session/begin', { realm: 'ccms', userId, password, remember: false });
  };

  test('the password is not sent in the phase of the card', async () => {
    play('smart-card');
    await app.app.dispatch('policy/refresh', {});
    practice.exchange.control.addFault({ endpoint: 'ccms/challenge', fault: { kind: 'cut-answer' }, count: 1 });
    expect(await begin()).toMatchObject({ ok: false, error: { code: 'method-not-in-phase' } });
    expect(practice.exchange.control.listFaults()).toHaveLength(1);
  });

  test('nor by a program that is too old', async () => {
    practice.exchange.control.changePolicy({ minimumVersion: '9.0.0' });
    await app.app.dispatch('policy/refresh', {});
    practice.exchange.control.addFault({ endpoint: 'ccms/challenge', fault: { kind: 'cut-answer' }, count: 1 });
    const details = { minimumVersion: '9.0.0' };
    expect(await begin()).toMatchObject({ ok: false, error: { code: 'program-outdated', details } });
    expect(practice.exchange.control.listFaults()).toHaveLength(1);
  });

  test('without a valid policy the exchange alone judges password and OTP', async () => {
    practice.exchange.control.setPolicyTrick('wrong-key');
    await app.app.dispatch('policy/refresh', {});
    expect(await begin()).toMatchObject({ ok: true, value: { kind: 'otp' } });
    practice.exchange.control.setPolicyTrick('none');
  });
});
