import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PolicyState } from '../../shared/contract/policy.ts';
import { type HeldClock, holdClock } from '../helpers/held-clock.ts';
import { type OpenedPolicy, openPolicy } from '../helpers/open-policy.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';
import { makePolicyKey } from '../helpers/sample-policy.ts';

const DAY = 86_400_000;
const TWO_YEARS = 730 * DAY;
const hongKong = (text: string) => Date.parse(`${text}+08:00`);
const dates = {
  smartCard: hongKong('2013-01-01T00:00:00'),
  parallel: hongKong('2023-05-29T00:00:00'),
  twoFactorOnly: hongKong('2023-07-31T00:00:00'),
};
const duringParallel = hongKong('2023-06-30T12:00:00');

let practice: PracticeSetup;
/** The exchange's own time; nothing moves it but the test. */
let exchangeTime: number;
let clock: HeldClock;
let dataFolder: string;
let opened: OpenedPolicy;
/** Methods that were offered though the exchange refuses them, over all tests. */
const wrongOffers: string[] = [];

beforeAll(async () => {
  exchangeTime = duringParallel;
  practice = await setUpPractice({ pcNow: () => exchangeTime });
});
beforeEach(async () => {
  exchangeTime = duringParallel;
  const { control } = practice.exchange;
  control.setPolicyTrick('none');
  control.clearFaults();
  control.changePolicy({ dates, minimumVersion: '0.0.0' });
  clock = holdClock();
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ccms-policy-'));
  opened = await openPolicy({ profile: practice.exchange.profile, dataFolder, clock });
});
afterEach(async () => {
  await opened.close();
  await rm(dataFolder, { recursive: true, force: true });
});
afterAll(async () => {
  await practice.close();
  expect(wrongOffers).toEqual([]);
});

/** Looks at what is offered now, and notes what the exchange would refuse to everybody. The 2FA has its own judge: ADR 8. */
function look(): PolicyState {
  const state = opened.policy.state();
  const { phase } = practice.exchange.control.policy();
  const right = { 'smart-card': ['smart-card'], parallel: ['2fa', 'smart-card'], 'two-factor-only': ['2fa'] };
  const allowed = phase === null ? [] : right[phase];
  for (const method of state.offered) {
    const safe = method === '2fa' && state.trouble !== null;
    if (!safe && !allowed.includes(method)) wrongOffers.push(`${method} at ${exchangeTime} (${phase})`);
  }
  return state;
}

async function ask(): Promise<PolicyState> {
  await opened.policy.refresh();
  return look();
}

/** Time passes at the exchange and here. */
function pass(ms: number): void {
  exchangeTime += ms;
  clock.pass(ms);
}

async function reopen(changes: Partial<Parameters<typeof openPolicy>[0]> = {}): Promise<void> {
  await opened.close();
  opened = await openPolicy({ profile: practice.exchange.profile, dataFolder, clock, ...changes });
}

describe('the boundary second of each phase in Hong Kong', () => {
  const both = ['2fa', 'smart-card'];
  test.each([
    ['parallel', dates.parallel, ['smart-card'], both],
    ['two-factor-only', dates.twoFactorOnly, both, ['2fa']],
  ])('%s', async (phase, startsAt, before, after) => {
    for (const [offset, expected] of [
      [-DAY, before],
      [-1_000, before],
      [-1, before],
      [0, after],
      [1, after],
      [1_000, after],
      [DAY, after],
    ] as const) {
      exchangeTime = startsAt + offset;
      expect((await ask()).offered, `${offset} ms from it`).toEqual(expected);
    }
    expect(opened.policy.state().timeline?.current).toBe(phase);
  });

  test('is passed without asking again, millisecond by millisecond, and nothing is offered too early or too late', async () => {
    for (const startsAt of [dates.parallel, dates.twoFactorOnly]) {
      exchangeTime = startsAt - 1_500;
      await ask();
      for (let step = 0; step < 60; step += 1) {
        look();
        pass(50);
      }
      expect(look().timeline?.phases.find(({ phase }) => phase === look().timeline?.current)?.startsAt).toBe(startsAt);
    }
  });
});

describe('the clock of this PC', () => {
  test.each([-TWO_YEARS, TWO_YEARS])('set by %i ms changes nothing', async (by) => {
    const before = await ask();
    clock.set(by);
    expect(look()).toEqual(before);
    expect(await ask()).toEqual(before);
    await reopen();
    expect(await ask()).toEqual(before);
  });

  test.each([-TWO_YEARS, 0, TWO_YEARS])('set by %i ms keeps no phase alive', async (by) => {
    exchangeTime = dates.twoFactorOnly - 3_600_000;
    expect((await ask()).offered).toEqual(['2fa', 'smart-card']);
    clock.set(by);
    pass(3_600_000);
    expect(look()).toMatchObject({ offered: ['2fa'], timeline: { current: 'two-factor-only' } });
  });
});

test('after a sleep, in which the monotonic clock may stand still, the exchange is asked without anybody’s doing', async () => {
  expect((await ask()).offered).toEqual(['2fa', 'smart-card']);
  exchangeTime = dates.twoFactorOnly;
  clock.set(dates.twoFactorOnly - duringParallel);
  await expect.poll(() => opened.published.at(-1)?.offered, { timeout: 10_000 }).toEqual(['2fa']);
});

describe('an older issue never replaces a newer one', () => {
  beforeEach(async () => {
    await ask();
    practice.exchange.control.changePolicy({ dates: { ...dates, twoFactorOnly: duringParallel - DAY } });
    expect((await ask()).offered).toEqual(['2fa']);
    practice.exchange.control.setPolicyTrick('older');
  });

  test('while the program runs', async () => {
    expect(await ask()).toMatchObject({ offered: ['2fa'], timeline: { current: 'two-factor-only' }, trouble: null });
  });

  test('nor after a restart', async () => {
    await reopen();
    expect(await ask()).toMatchObject({ offered: ['2fa'], timeline: { current: 'two-factor-only' }, trouble: null });
  });

  test('nor another text under the same number', async () => {
    const { control } = practice.exchange;
    control.setPolicyTrick('none');
    control.changePolicy({ dates, serial: control.policy().issue.serial });
    expect((await ask()).offered).toEqual(['2fa']);
    control.changePolicy({});
    expect((await ask()).offered).toEqual(['2fa', 'smart-card']);
  });
});

describe('what cannot be verified offers no card', () => {
  test.each([
    ['wrong-signature', 'not-verified'],
    ['wrong-key', 'not-verified'],
    ['cut', 'not-verified'],
    ['missing', 'missing'],
  ] as const)('%s, from the first or after a good one, until a good one comes', async (trick, trouble) => {
    const { control } = practice.exchange;
    control.setPolicyTrick(trick);
    await reopen();
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble });
    control.setPolicyTrick('none');
    expect(await ask()).toMatchObject({ offered: ['2fa', 'smart-card'], trouble: null });
    control.setPolicyTrick(trick);
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble, timeline: null });
    await reopen();
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble });
  });

  test('what could not be verified is not taken back by an exchange that cannot be reached any more', async () => {
    const { control } = practice.exchange;
    await ask();
    control.setPolicyTrick('cut');
    await ask();
    control.addFault({ endpoint: 'ccms/policy', fault: { kind: 'status', status: 503 }, count: 1 });
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble: 'not-verified' });
  });

  test('a profile with another key, or with none', async () => {
    const { profile } = practice.exchange;
    await ask();
    await reopen({ profile: { ...profile, policyKey: (await makePolicyKey()).pinned } });
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble: 'not-verified' });
    const { policyKey: _, ...without } = profile;
    for (const keyless of [without, { ...profile, policyKey: null }]) {
      await reopen({ profile: keyless });
      expect(await ask()).toMatchObject({ offered: ['2fa'], trouble: 'no-key' });
    }
  });

  test.each(['html', 'empty', 'huge', 'truncated', 'wrong-content-type', 'cut-answer'] as const)(
    'an answer that is spoilt: %s',
    async (kind) => {
      await rm(path.join(dataFolder, 'policy.jws'), { force: true });
      practice.exchange.control.setPolicyTrick('missing');
      await reopen();
      await ask();
      await opened.policy.refresh();
      practice.exchange.control.setPolicyTrick('none');
      practice.exchange.control.addFault({ endpoint: 'ccms/policy', fault: { kind }, count: 1 });
      expect((await ask()).offered).toEqual(['2fa']);
      expect(practice.exchange.control.listFaults()).toEqual([]);
    },
  );
});

describe('expiry', () => {
  test('an issue that has expired is not used, however young the PC’s clock says it is', async () => {
    practice.exchange.control.changePolicy({ expiresAt: duringParallel - 1_000 });
    clock.set(-TWO_YEARS);
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble: 'expired', help: { hotline: '2979 7222' } });
  });

  test('it runs out while the exchange cannot be asked', async () => {
    practice.exchange.control.changePolicy({ expiresAt: duringParallel + DAY });
    await ask();
    practice.exchange.control.addFault({ endpoint: 'ccms/policy', fault: { kind: 'status', status: 503 }, count: 50 });
    pass(DAY - 1_000);
    expect(await ask()).toMatchObject({ offered: ['2fa', 'smart-card'], trouble: null });
    pass(1_000);
    expect(look()).toMatchObject({ offered: ['2fa'], trouble: 'expired' });
  });
});

describe('before the exchange has answered', () => {
  test('the phase is not known, whatever was kept and whatever the PC’s clock says', async () => {
    await ask();
    const { profile } = practice.exchange;
    const nowhere = { ...profile, realms: { ...profile.realms, ccms: { ...profile.realms.ccms } } };
    practice.exchange.control.addFault({ endpoint: 'ccms/metadata', fault: { kind: 'cut-answer' }, count: 3 });
    await reopen({ profile: nowhere });
    const state = opened.policy.state();
    expect(state).toMatchObject({ offered: ['2fa'], trouble: 'not-known-yet', timeline: { current: null } });
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble: 'unreachable', timeline: { current: null } });
  });

  test('a kept file that was changed is not believed', async () => {
    await ask();
    const file = path.join(dataFolder, 'policy.jws');
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    const kept = await readFile(file, 'utf8');
    await writeFile(file, kept.replace(/.$/, '').slice(0, 400));
    practice.exchange.control.addFault({ endpoint: 'ccms/policy', fault: { kind: 'status', status: 503 }, count: 50 });
    await reopen();
    expect(await ask()).toMatchObject({ offered: ['2fa'], trouble: 'unreachable', timeline: null });
  });
});

describe('a program that is too old', () => {
  test('is told so, and no log-in begins', async () => {
    practice.exchange.control.changePolicy({ minimumVersion: '0.1.1' });
    expect(await ask()).toMatchObject({ offered: [], trouble: 'program-outdated', minimumVersion: '0.1.1' });
    for (const method of ['2fa', 'smart-card'] as const) {
      expect(await opened.policy.refusalOf(method)).toMatchObject({ code: 'program-outdated' });
    }
    await reopen({ version: '0.1.1' });
    // Judged straight after the start too: the question for the policy is waited for.
    expect(await opened.policy.refusalOf('2fa')).toBeNull();
  });
});

test('each change is published once, as it is then', async () => {
  await ask();
  opened.published.length = 0;
  practice.exchange.control.changePolicy({ dates: { ...dates, twoFactorOnly: duringParallel - DAY } });
  await ask();
  await ask();
  expect(opened.published.map(({ offered }) => offered)).toEqual([['2fa']]);
});
