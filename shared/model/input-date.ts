/**
 * An Input Date: a calendar day as `YYYY-MM-DD` (seed ECP FAQ items 14 and 23). A day that does not exist is refused,
 * never repaired: a repaired clearing date is a fine.
 */
export type InputDate = string;

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

function isRealDay(year: number, month: number, day: number): boolean {
  if (year < 2000 || month < 1 || month > 12 || day < 1) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Takes `YYYY-MM-DD`; gives it back when such a day exists (2000 or later), otherwise null. */
export function parseInputDate(text: string): InputDate | null {
  const match = ISO_DAY.exec(text);
  if (!match) return null;
  return isRealDay(Number(match[1]), Number(match[2]), Number(match[3])) ? text : null;
}

/** Takes the `YYYYMMDD` of a file name; gives `YYYY-MM-DD`, or null when no such day exists. */
export function inputDateFromCompact(text: string): InputDate | null {
  if (!/^\d{8}$/.test(text)) return null;
  return parseInputDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`);
}

/** The calendar day in Hong Kong (UTC+8, no summer time since 1979) at a time in ms since 1970. */
export function hongKongDay(timeMs: number): InputDate {
  return new Date(timeMs + 8 * 3_600_000).toISOString().slice(0, 10);
}
