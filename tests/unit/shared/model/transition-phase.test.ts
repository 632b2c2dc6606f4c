import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Phase, phases } from '../../../../shared/contract/policy.ts';
import { judgeTransition, phaseAt, type TransitionPlan } from '../../../../shared/model/transition-phase.ts';

const methods: TransitionPlan['methods'] = {
  existing: { 'smart-card': ['smart-card'], parallel: ['2fa', 'smart-card'], 'two-factor-only': ['2fa'] },
  createdAfterLaunch: { 'smart-card': [], parallel: ['2fa'], 'two-factor-only': ['2fa'] },
};
const hongKong = (text: string) => Date.parse(`${text}+08:00`);
/** The plan of the seed circular's dates. */
const plan: TransitionPlan = {
  phases: [
    { phase: 'smart-card', startsAt: hongKong('2013-01-01T00:00:00') },
    { phase: 'parallel', startsAt: hongKong('2023-05-29T00:00:00') },
    { phase: 'two-factor-only', startsAt: hongKong('2023-07-31T00:00:00') },
  ],
  methods,
};
const at = (time: number) => judgeTransition(plan, { earliest: time, latest: time });

describe('the boundary second of each phase in Hong Kong', () => {
  test.each([
    ['2012-12-31T23:59:59.999', null, [], []],
    ['2013-01-01T00:00:00.000', 'smart-card', ['smart-card'], []],
    ['2023-05-28T23:59:59.999', 'smart-card', ['smart-card'], []],
    ['2023-05-29T00:00:00.000', 'parallel', ['2fa', 'smart-card'], ['2fa']],
    ['2023-07-30T23:59:59.999', 'parallel', ['2fa', 'smart-card'], ['2fa']],
    ['2023-07-31T00:00:00.000', 'two-factor-only', ['2fa'], ['2fa']],
  ])('%s: %s', (text, current, existing, createdAfterLaunch) => {
    expect(at(hongKong(text))).toMatchObject({ current, allowed: { existing, createdAfterLaunch } });
  });

  test('what is allowed in a second that may be either side of it is what both allow', () => {
    const startsAt = hongKong('2023-07-31T00:00:00');
    const judged = judgeTransition(plan, { earliest: startsAt - 999, latest: startsAt });
    expect(judged.allowed).toEqual({ existing: ['2fa'], createdAfterLaunch: ['2fa'] });
  });
});

describe('days left', () => {
  test.each([
    ['2023-05-28T23:59:59', 1],
    ['2023-05-29T00:00:00', 63],
    ['2023-07-30T00:00:00', 1],
    ['2023-07-30T23:59:59', 1],
    ['2023-07-31T00:00:00', null],
  ])('at %s: %s', (text, daysLeft) => {
    expect(at(hongKong(text)).daysLeft).toBe(daysLeft);
  });

  test('a phase that begins at noon ends the one before on that day', () => {
    const noon = { ...plan, phases: [{ phase: 'parallel' as const, startsAt: hongKong('2023-05-29T12:00:00') }] };
    const time = hongKong('2023-05-29T09:00:00');
    expect(judgeTransition(noon, { earliest: time, latest: time })).toMatchObject({ current: null, daysLeft: 0 });
  });

  test('are the days that a calendar of Hong Kong counts', () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Hong_Kong', dateStyle: 'short' });
    const number = (time: number) => Date.parse(`${day.format(time)}T00:00:00Z`) / 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: 1.6e12, max: 1.69e12 }), (time) => {
        const next = plan.phases.find(({ startsAt }) => startsAt > time);
        expect(at(time).daysLeft).toBe(next ? number(next.startsAt) - number(time) : null);
      }),
    );
  });
});

/** Any plan: some of the phases in their order, each a while after the other. */
const anyPlan = fc
  .tuple(fc.subarray([...phases]), fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 3, maxLength: 3 }))
  .map(([chosen, gaps]): TransitionPlan => {
    let startsAt = 0;
    const entries = chosen.map((phase, position) => {
      startsAt += gaps[position] ?? 1;
      return { phase, startsAt };
    });
    return { phases: entries, methods };
  });
const anyRange = fc
  .tuple(fc.integer({ min: 0, max: 31_000 }), fc.integer({ min: 0, max: 12_000 }))
  .map(([earliest, width]) => ({ earliest, latest: earliest + width }));

/** The rule written once more, the slow way: walk through the phases. */
function phaseByWalking(walked: TransitionPlan, time: number): Phase | null {
  let phase: Phase | null = null;
  for (const entry of walked.phases) if (time >= entry.startsAt) phase = entry.phase;
  return phase;
}

describe('any plan and any time', () => {
  test('nothing is allowed that the exchange would refuse at any moment that it may be', () => {
    fc.assert(
      fc.property(anyPlan, anyRange, fc.double({ min: 0, max: 1, noNaN: true }), (any, range, part) => {
        const time = Math.round(range.earliest + part * (range.latest - range.earliest));
        const phase = phaseByWalking(any, time);
        const { allowed } = judgeTransition(any, range);
        for (const userClass of ['existing', 'createdAfterLaunch'] as const) {
          const refused = allowed[userClass].filter((m) => phase === null || !methods[userClass][phase].includes(m));
          expect(refused).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('at a time that is known, all that the phase allows is allowed', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 0, max: 31_000 }), (any, time) => {
        const phase = phaseByWalking(any, time);
        expect(phaseAt(any, time)).toBe(phase);
        const { allowed, current } = judgeTransition(any, { earliest: time, latest: time });
        expect(current).toBe(phase);
        expect(allowed.existing).toEqual(phase === null ? [] : methods.existing[phase]);
      }),
      { numRuns: 2_000 },
    );
  });
});
