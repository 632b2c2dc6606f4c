import { type LockAfter, lockAfterSchema } from '../contract/lock.ts';

const MINUTE = 60_000;
/** The exchange's idle limit is announced a minute before; the lock comes before that, or the warning would stand under it. */
const BEFORE_IDLE_END_MS = 2 * MINUTE;

/** What an operator may choose; `longestMinutes` is the profile's bound, null where it lets the lock be off. */
export function lockChoices(longestMinutes: number | null): LockAfter[] {
  const minutes = lockAfterSchema.unwrap().options.map((option) => option.value);
  return longestMinutes === null ? [...minutes, null] : minutes.filter((choice) => choice <= longestMinutes);
}

/**
 * How long nobody may be there before the terminal locks, in ms; null when it does not lock by itself. Takes the operator's
 * choice, the profile's bound in minutes, and the shortest idle limit of the open sessions in ms.
 */
export function lockAfterMs(chosen: LockAfter, longestMinutes: number | null, idleLimitMs: number): number | null {
  if (chosen === null && longestMinutes === null) return null;
  const minutes = Math.min(chosen ?? Number.POSITIVE_INFINITY, longestMinutes ?? Number.POSITIVE_INFINITY);
  return Math.min(minutes * MINUTE, Math.max(idleLimitMs - BEFORE_IDLE_END_MS, idleLimitMs / 2));
}
