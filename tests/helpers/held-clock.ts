import type { Clock } from '../../shared/lib/clock.ts';

/** A clock in the hand of the test. */
export interface HeldClock extends Clock {
  /** Lets time pass, on both clocks. */
  pass(ms: number): void;
  /** Somebody sets the PC's clock: the monotonic one goes on as it was. */
  set(byMs: number): void;
}

/** Starts at the present; what really passes does not count. */
export function holdClock(): HeldClock {
  let wall = Date.now();
  let steady = 1_000;
  return {
    now: () => wall,
    monotonic: () => steady,
    pass: (ms) => {
      wall += ms;
      steady += ms;
    },
    set: (byMs) => {
      wall += byMs;
    },
  };
}
