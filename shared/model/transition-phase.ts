import type { AllowedMethods, Phase } from '../contract/policy.ts';
import type { LoginMethod } from '../contract/session.ts';

/** When which phase begins, and who may use what in it. `startsAt` in ms since 1970, rising. */
export interface TransitionPlan {
  readonly phases: readonly { readonly phase: Phase; readonly startsAt: number }[];
  readonly methods: {
    readonly existing: Readonly<Record<Phase, readonly LoginMethod[]>>;
    readonly createdAfterLaunch: Readonly<Record<Phase, readonly LoginMethod[]>>;
  };
}

/** The exchange's time in ms since 1970: somewhere between these two, both included. Its `Date` has whole seconds. */
export interface TimeRange {
  readonly earliest: number;
  readonly latest: number;
}

export interface TransitionPosition {
  /** Null before the first phase has begun. */
  readonly current: Phase | null;
  /** Days by the calendar of Hong Kong until the next phase; null when none is to come. */
  readonly daysLeft: number | null;
  readonly allowed: AllowedMethods;
}

const DAY_MS = 86_400_000;
const EIGHT_HOURS_MS = 8 * 3_600_000;

/** The phase at a time in ms since 1970; a phase begins with its first millisecond. Null before the first. */
export function phaseAt(plan: TransitionPlan, time: number): Phase | null {
  return plan.phases.findLast(({ startsAt }) => startsAt <= time)?.phase ?? null;
}

/** Hong Kong has had no summer time since 1979, so a day there is a division. */
function hongKongDayNumber(time: number): number {
  return Math.floor((time + EIGHT_HOURS_MS) / DAY_MS);
}

/** Every phase that the time may be in; a null among them is the time before the first. */
function phasesWithin(plan: TransitionPlan, { earliest, latest }: TimeRange): readonly (Phase | null)[] {
  const begun = plan.phases.filter(({ startsAt }) => startsAt > earliest && startsAt <= latest);
  return [phaseAt(plan, earliest), ...begun.map(({ phase }) => phase)];
}

/**
 * Where the exchange's time stands in a plan. In the second in which one phase becomes the other only what both allow is
 * allowed, because nobody here can tell which of them it is: a method is never offered too early and never too late.
 */
export function judgeTransition(plan: TransitionPlan, range: TimeRange): TransitionPosition {
  const possible = phasesWithin(plan, range);
  const allowed = (userClass: keyof TransitionPlan['methods']): LoginMethod[] => {
    const lists = possible.map((phase) => (phase === null ? [] : plan.methods[userClass][phase]));
    return [...new Set(lists[0])].filter((method) => lists.every((list) => list.includes(method)));
  };
  const next = plan.phases.find(({ startsAt }) => startsAt > range.latest);
  return {
    current: possible.at(-1) ?? null,
    daysLeft: next ? hongKongDayNumber(next.startsAt) - hongKongDayNumber(range.latest) : null,
    allowed: { existing: allowed('existing'), createdAfterLaunch: allowed('createdAfterLaunch') },
  };
}
