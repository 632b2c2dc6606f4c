import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyTricks } from '../../main/practice/policy/policy-desk.ts';
import { holdClock } from '../helpers/held-clock.ts';
import { openPolicy } from '../helpers/open-policy.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';

const RUNS = process.env.CCMS_SOAK ? 1_000 : 40;
const DAY = 86_400_000;
const start = Date.parse('2023-06-30T12:00:00+08:00');
const dates = { smartCard: start - 3_650 * DAY, parallel: start - 30 * DAY, twoFactorOnly: start + 31 * DAY };

let practice: PracticeSetup;
let exchangeTime = start;
beforeAll(async () => {
  practice = await setUpPractice({ pcNow: () => exchangeTime });
});
afterAll(() => practice.close());

const step = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 499, 1_000, DAY, 6 * DAY, 40 * DAY) }),
  fc.record({ kind: fc.constant('set-pc' as const), ms: fc.integer({ min: -730 * DAY, max: 730 * DAY }) }),
  fc.record({ kind: fc.constant('trick' as const), trick: fc.constantFrom(...policyTricks) }),
  fc.record({ kind: fc.constant('move-end' as const), days: fc.integer({ min: -20, max: 60 }) }),
  fc.record({ kind: fc.constant('to-the-boundary' as const), ms: fc.integer({ min: -1_500, max: 1_500 }) }),
  fc.record({ kind: fc.constant('expire' as const), ms: fc.integer({ min: -DAY, max: DAY }) }),
  fc.record({ kind: fc.constant('restart' as const) }),
);

/**
 * Whatever happens to the policy, the clocks and the program: once the exchange was asked, the card is offered only while the
 * exchange takes it from somebody, and the words for a missing offer are there.
 */
test(
  `${RUNS} random histories: 0 wrong offers`,
  async () => {
    const { control } = practice.exchange;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        exchangeTime = start;
        control.setPolicyTrick('none');
        control.changePolicy({ dates });
        const clock = holdClock();
        const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ccms-policy-'));
        const open = () => openPolicy({ profile: practice.exchange.profile, dataFolder, clock });
        let opened = await open();
        // `older` shows an earlier issue to a program that may never have seen the newer one: nobody can tell.
        let deceived = false;
        const check = () => {
          const state = opened.policy.state();
          const phase = control.policy().phase;
          if (state.offered.includes('smart-card')) expect(['smart-card', 'parallel']).toContain(phase);
          if (!state.offered.includes('2fa')) expect(phase).toBe('smart-card');
          if (state.allowed === null) expect(state.trouble).not.toBeNull();
        };
        try {
          for (const next of steps) {
            if (next.kind === 'pass') {
              exchangeTime += next.ms;
              clock.pass(next.ms);
              if (!deceived) check();
            } else if (next.kind === 'set-pc') clock.set(next.ms);
            else if (next.kind === 'trick') control.setPolicyTrick(next.trick);
            else if (next.kind === 'move-end') {
              control.changePolicy({ dates: { ...dates, twoFactorOnly: start + next.days * DAY } });
            } else if (next.kind === 'to-the-boundary') {
              exchangeTime = control.policy().issue.dates.twoFactorOnly + next.ms;
            } else if (next.kind === 'expire') control.changePolicy({ expiresAt: exchangeTime + next.ms });
            else {
              await opened.close();
              opened = await open();
            }
            deceived = control.policy().trick === 'older';
            await opened.policy.refresh();
            if (!deceived) check();
          }
        } finally {
          await opened.close();
          await rm(dataFolder, { recursive: true, force: true });
        }
      }),
      { numRuns: RUNS },
    );
  },
  60_000 + RUNS * 200,
);
