import type { Clock } from './clock.ts';

/** The two clocks of a PC drift apart by less between two looks; more is a sleep or a clock that was set. */
const TOLERANCE_MS = 1_000;

/**
 * A clock by which nobody gains time. Its `monotonic` goes on as the PC's does, which stands still while a Linux PC sleeps
 * (CLOCK_MONOTONIC), and also by every leap forward of the wall clock beyond it. Setting the PC back gives nothing back.
 */
export function createStrictClock(clock: Clock): Clock {
  let apart = clock.now() - clock.monotonic();
  let leapt = 0;
  return {
    now: () => clock.now(),
    monotonic: () => {
      const steady = clock.monotonic();
      const leap = clock.now() - steady - apart;
      if (leap > TOLERANCE_MS) leapt += leap;
      if (leap > TOLERANCE_MS || leap < 0) apart += leap;
      return steady + leapt;
    },
  };
}
