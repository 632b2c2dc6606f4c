import { describe, expect, it } from 'vitest';
import { lockAfterMs, lockChoices } from '../../../../shared/model/lock-after.ts';

const minute = 60_000;
const never = Number.POSITIVE_INFINITY;

describe('when the terminal locks by itself', () => {
  it('offers what the profile lets the operator choose', () => {
    expect(lockChoices(null)).toEqual([5, 10, 15, null]);
    expect(lockChoices(15)).toEqual([5, 10, 15]);
    expect(lockChoices(10)).toEqual([5, 10]);
    expect(lockChoices(3)).toEqual([]);
  });

  it('takes the earliest of choice, profile and idle limit', () => {
    expect(lockAfterMs(10, null, never)).toBe(10 * minute);
    expect(lockAfterMs(15, 10, never)).toBe(10 * minute);
    expect(lockAfterMs(5, 10, never)).toBe(5 * minute);
    expect(lockAfterMs(null, 3, never)).toBe(3 * minute);
    expect(lockAfterMs(15, null, 15 * minute)).toBe(13 * minute);
    expect(lockAfterMs(10, null, minute)).toBe(minute / 2);
  });

  it('is off only where the profile allows it and the operator wants it', () => {
    expect(lockAfterMs(null, null, 15 * minute)).toBeNull();
    expect(lockAfterMs(null, 15, never)).toBe(15 * minute);
  });
});
