import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allowedWhileLocked } from '../../main/app/handlers/lock.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '../../shared/contract/index.ts';
import type { LockState } from '../../shared/contract/lock.ts';
import type { Realm } from '../../shared/contract/session.ts';
import type { Draft } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import { type HeldClock, holdClock } from '../helpers/held-clock.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { sampleInput } from '../helpers/sample-input.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

const minute = 60_000;
const FILE = 'SD_01234_20260105.csv';

let practice: PracticeSetup;
let testApp: TestApp;
let clock: HeldClock;
let published: LockState[];

beforeAll(async () => {
  practice = await setUpPractice();
});
afterAll(() => practice.close());
beforeEach(async () => {
  clock = holdClock();
  testApp = await openTestApp({ profile: practice.exchange.profile, clock });
  published = [];
  testApp.app.subscribe((event) => {
    if (event.name === 'lock/changed') published.push(event.payload);
  });
});
afterEach(async () => {
  await testApp.close();
  practice.exchange.control.setClockOffset(0);
  for (const realm of ['ccms', 'ecp'] as const) practice.exchange.control.endLogins(realm);
});

function call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
  return testApp.app.dispatch(name, input) as Promise<Result<CallOutput<N>>>;
}

async function otpOf(userId: string): Promise<string> {
  return newestOtp(practice.exchange, practiceUser(userId).email ?? '');
}

async function logIn(realm: Realm, userId: string): Promise<void> {
  const { password } = practiceUser(userId);
  expect((await call('session/begin', { realm, userId, password, remember: false })).ok).toBe(true);
  expect(await call('session/submitOtp', { realm, otp: await otpOf(userId) })).toMatchObject({
    value: { kind: 'logged-in' },
  });
}

async function unlock(realm: Realm, userId: string): Promise<Result<unknown>> {
  const { password } = practiceUser(userId);
  const begun = await call('lock/begin', { realm, userId, password, remember: false });
  return begun.ok ? call('lock/submitOtp', { realm, otp: await otpOf(userId) }) : begun;
}

const lockKind = async () => {
  const state = await call('lock/state', {});
  return state.ok ? state.value.kind : state.error.code;
};
const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);
const users = () => practice.exchange.control.logins().map(({ userId }) => userId);

function addFile() {
  const bytes = Buffer.from('a,b\n1,2\n');
  const open = async function* () {
    yield bytes;
  };
  return testApp.app.addFile({ fileName: FILE, purpose: 'submission', expectedSize: bytes.length, open });
}

describe('the locked terminal', () => {
  it('does not lock with nobody logged in', async () => {
    await call('lock/lock', {});
    testApp.app.lock('system');
    clock.set(10 * minute);
    expect(await lockKind()).toBe('unlocked');
    expect(published).toEqual([]);
  });

  it('answers every call that unlocking does not need with `locked`, takes no file, and goes on telling the sessions', async () => {
    await logIn('ccms', 'CHANTM');
    await call('lock/lock', {});
    const names = Object.keys(calls) as CallName[];
    const refused = names.filter((name) => !allowedWhileLocked.has(name));
    expect(refused.length).toBeGreaterThan(25);
    for (const name of refused) {
      expect([name, codeOf(await testApp.app.dispatch(name, sampleInput(calls[name].input)))]).toEqual([
        name,
        'locked',
      ]);
    }
    expect(codeOf(await addFile())).toBe('locked');
    expect(await call('session/state', {})).toMatchObject({ value: { ccms: { kind: 'logged-in', userId: 'CHANTM' } } });
    expect(users()).toEqual(['CHANTM']);
    expect(await lockKind()).toBe('locked');
  });

  it('is unlocked by a complete log-in of the same person: the new session takes the place of the old one', async () => {
    await logIn('ccms', 'CHANTM');
    const before = practice.exchange.control.logins();
    await call('lock/lock', {});
    const { password } = practiceUser('CHANTM');
    const wrong = await call('lock/begin', { realm: 'ccms', userId: 'CHANTM', password: 'wrong', remember: false });
    expect(codeOf(wrong)).toBe('bad-credentials');
    expect(await call('lock/begin', { realm: 'ccms', userId: 'CHANTM', password, remember: false })).toMatchObject({
      value: { kind: 'otp', userId: 'CHANTM' },
    });
    expect(codeOf(await call('lock/submitOtp', { realm: 'ccms', otp: '000000' }))).toBe('otp-wrong');
    expect(await call('lock/state', {})).toMatchObject({
      value: { kind: 'locked', reason: 'operator', proofs: { ccms: { kind: 'otp', attemptsLeft: 3 } } },
    });
    expect(codeOf(await call('draft/list', {}))).toBe('locked');
    const otp = await otpOf('CHANTM');
    expect(await call('lock/submitOtp', { realm: 'ccms', otp })).toMatchObject({ value: { kind: 'logged-in' } });
    expect(await lockKind()).toBe('unlocked');
    expect(codeOf(await call('session/extend', { realm: 'ccms' }))).toBe('ok');
    expect(users()).toEqual(['CHANTM']);
    expect(practice.exchange.control.logins()).not.toEqual(before);
  });

  it('is unlocked by nobody else: another user ID is not even sent', async () => {
    await logIn('ccms', 'CHANTM');
    await call('lock/lock', {});
    expect(codeOf(await unlock('ccms', 'LAMKY'))).toBe('unlock-wrong-user');
    expect(codeOf(await unlock('ecp', 'chan@firm.example'))).toBe('unlock-wrong-user');
    expect(practice.exchange.control.mails(practiceUser('LAMKY').email ?? '')).toEqual([]);
    expect(await lockKind()).toBe('locked');
  });

  it('goes on with a submission under way, and unlocking by the realm of that submission does not break it', async () => {
    await logIn('ccms', 'CHANTM');
    await logIn('ecp', 'chan@firm.example');
    const draft = (await addFile()) as Result<Draft>;
    if (!draft.ok) throw new Error(draft.error.code);
    practice.exchange.control.addFault({ endpoint: 'api/submit', fault: { kind: 'slow', milliseconds: 1_000 } });
    await call('submission/submit', { draftId: draft.value.draftId, replace: false, despiteRefusal: false });
    await call('lock/lock', {});
    expect(codeOf(await unlock('ecp', 'chan@firm.example'))).toBe('ok');
    const states = async () => JSON.stringify(await call('submission/list', {}));
    await expect.poll(states, { timeout: 10_000 }).toContain('"state":"confirmed"');
    expect(users().toSorted()).toEqual(['CHANTM', 'chan@firm.example']);
    expect(practice.exchange.control.files()).toHaveLength(1);
  });

  it('is left by logging out instead', async () => {
    await logIn('ccms', 'CHANTM');
    await logIn('ecp', 'chan@firm.example');
    await call('lock/lock', {});
    await call('lock/logOut', {});
    expect(await lockKind()).toBe('unlocked');
    expect(await call('session/state', {})).toMatchObject({
      value: { ccms: { kind: 'logged-out' }, ecp: { kind: 'logged-out' } },
    });
    expect(users()).toEqual([]);
  });

  it('stays locked when the exchange ends the session, and unlocking opens a new one', async () => {
    await logIn('ccms', 'CHANTM');
    await call('lock/lock', {});
    clock.pass(20 * minute);
    practice.exchange.control.setClockOffset(20 * minute);
    expect(await call('session/state', {})).toMatchObject({ value: { ccms: { kind: 'logged-out', reason: 'idle' } } });
    expect(await lockKind()).toBe('locked');
    expect(codeOf(await unlock('ccms', 'CHANTM'))).toBe('ok');
    expect(await call('session/state', {})).toMatchObject({ value: { ccms: { kind: 'logged-in' } } });
  });
});

describe('locking by itself', () => {
  it('locks when nobody was there for the chosen time, and a key before that begins it anew', async () => {
    await logIn('ccms', 'CHANTM');
    await call('settings/change', { lockAfterMinutes: 5 });
    clock.pass(4 * minute);
    await call('lock/present', {});
    clock.pass(5 * minute - 1);
    expect(codeOf(await call('draft/list', {}))).toBe('ok');
    clock.pass(1);
    expect(codeOf(await call('draft/list', {}))).toBe('locked');
    expect(published.at(-1)).toMatchObject({ kind: 'locked', reason: 'idle' });
    // A key after the time is over is too late.
    expect(codeOf(await call('lock/present', {}))).toBe('locked');
  });

  it('locks by itself without anybody asking', async () => {
    await logIn('ccms', 'CHANTM');
    clock.pass(10 * minute - 50);
    expect(await lockKind()).toBe('unlocked');
    clock.pass(50);
    await expect.poll(() => published.at(-1)?.kind, { timeout: 8_000 }).toBe('locked');
  });

  it('does not lock for nobody being there where it is switched off, but with the PC all the same', async () => {
    await logIn('ccms', 'CHANTM');
    await call('settings/change', { lockAfterMinutes: null });
    clock.pass(14 * minute);
    expect(await lockKind()).toBe('unlocked');
    testApp.app.lock('system');
    expect(published.at(-1)).toMatchObject({ kind: 'locked', reason: 'system', holders: [{ userId: 'CHANTM' }] });
  });

  it('locks after a sleep, before anything else is answered, also when the sleep ended the session', async () => {
    await logIn('ccms', 'CHANTM');
    clock.set(31_000);
    expect(codeOf(await call('draft/list', {}))).toBe('locked');
    expect(published.at(-1)).toMatchObject({ reason: 'clock' });
    expect(codeOf(await unlock('ccms', 'CHANTM'))).toBe('ok');
    clock.set(8 * 60 * minute);
    expect(codeOf(await call('draft/list', {}))).toBe('locked');
    expect(await call('session/state', {})).toMatchObject({ value: { ccms: { kind: 'logged-out', reason: 'idle' } } });
    expect(await lockKind()).toBe('locked');
  });

  it('gains no time when the clock is set back', async () => {
    await logIn('ccms', 'CHANTM');
    clock.set(-60 * minute);
    expect(await lockKind()).toBe('unlocked');
    clock.pass(10 * minute);
    expect(codeOf(await call('draft/list', {}))).toBe('locked');
  });
});
