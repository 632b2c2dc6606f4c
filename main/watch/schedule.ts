import { hongKongDay } from '../../shared/model/input-date.ts';

export const weekDays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type WeekDay = (typeof weekDays)[number];

/** When files of a folder are taken, in Hong Kong time. `until` before `from` reaches over midnight; the day is that of its beginning. */
export interface Schedule {
  /** `HH:MM`; not given: from midnight. */
  readonly from?: string | undefined;
  /** `HH:MM`, no longer within; not given: to the end of the day. */
  readonly until?: string | undefined;
  /** Not given: every day. */
  readonly days?: readonly WeekDay[] | undefined;
}

export interface ScheduleState {
  readonly isOpen: boolean;
  /** When that changes (ms since 1970); null: never. */
  readonly changesAt: number | null;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HONG_KONG = 8 * 60 * MINUTE;

/** `HH:MM` in ms since midnight. */
function sinceMidnight(text: string): number {
  const [hours, minutes] = text.split(':');
  return (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

/** Midnight in Hong Kong before a time, in ms since 1970. */
export function hongKongMidnight(time: number): number {
  return Math.floor((time + HONG_KONG) / DAY) * DAY - HONG_KONG;
}

function weekDayOf(midnight: number): WeekDay {
  return weekDays[new Date(midnight + HONG_KONG).getUTCDay()] ?? 'sun';
}

/** The times within a schedule around a moment, joined where one ends as the next begins. */
function spansAround(schedule: Schedule, time: number): readonly { from: number; until: number }[] {
  const from = sinceMidnight(schedule.from ?? '00:00');
  const end = schedule.until === undefined ? DAY : sinceMidnight(schedule.until);
  const length = end > from ? end - from : end + DAY - from;
  const today = hongKongMidnight(time);
  const spans: { from: number; until: number }[] = [];
  for (let midnight = today - 2 * DAY; midnight <= today + 8 * DAY; midnight += DAY) {
    if (schedule.days && !schedule.days.includes(weekDayOf(midnight))) continue;
    const last = spans.at(-1);
    if (last && last.until >= midnight + from) last.until = midnight + from + length;
    else spans.push({ from: midnight + from, until: midnight + from + length });
  }
  return spans;
}

/** Takes a schedule (null: always) and a time of the exchange in ms since 1970; tells whether files are taken then, and until when. */
export function scheduleAt(schedule: Schedule | null, time: number): ScheduleState {
  if (schedule === null) return { isOpen: true, changesAt: null };
  const spans = spansAround(schedule, time);
  const now = spans.find((span) => span.from <= time && time < span.until);
  if (now) {
    // It reaches over a whole week: it never ends.
    const isEndless = now.until - time > 7 * DAY;
    return { isOpen: true, changesAt: isEndless ? null : now.until };
  }
  return { isOpen: false, changesAt: spans.find((span) => span.from > time)?.from ?? null };
}

/**
 * The cut-off of a folder today. Takes the one in the catalogue, which may be of an earlier day because SFTP needs nobody logged in,
 * and a time of the exchange; gives the same time of day in Hong Kong today, or null without one.
 */
export function cutOffToday(dueAt: number | null, time: number): number | null {
  if (dueAt === null) return null;
  if (hongKongDay(dueAt) >= hongKongDay(time)) return dueAt;
  return hongKongMidnight(time) + (dueAt - hongKongMidnight(dueAt));
}
