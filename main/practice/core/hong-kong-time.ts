import { hongKongDay } from '../../../shared/model/input-date.ts';

const EIGHT_HOURS_MS = 8 * 3_600_000;

/** ISO 8601 with the offset of Hong Kong, e.g. `2026-05-22T09:41:07.120+08:00`, for a time in ms since 1970. */
export function hongKongTimestamp(timeMs: number): string {
  return `${new Date(timeMs + EIGHT_HOURS_MS).toISOString().slice(0, -1)}+08:00`;
}

/** For people: `2026-05-22 09:41:07 HKT`. */
export function hongKongText(timeMs: number): string {
  const iso = new Date(timeMs + EIGHT_HOURS_MS).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} HKT`;
}

/** The time in ms since 1970 at which a clock in Hong Kong shows `hour`:00 on the day of `timeMs`. */
export function hongKongHourToday(timeMs: number, hour: number): number {
  return Date.parse(`${hongKongDay(timeMs)}T${String(hour).padStart(2, '0')}:00:00+08:00`);
}
