import type { Clock } from '../../shared/lib/clock.ts';

/** The clock of this PC. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
