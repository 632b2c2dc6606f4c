import { describe, expect, it } from 'vitest';
import { createStrictClock } from '../../../../shared/lib/strict-clock.ts';
import { holdClock } from '../../../helpers/held-clock.ts';

const hour = 3_600_000;

function start() {
  const clock = holdClock();
  const strict = createStrictClock(clock);
  const begun = strict.monotonic();
  return { clock, strict, passed: () => strict.monotonic() - begun };
}

describe('a strict clock', () => {
  it('goes as the two clocks go, and gives the wall clock as it is', () => {
    const { clock, strict, passed } = start();
    clock.pass(hour);
    expect(passed()).toBe(hour);
    expect(strict.now()).toBe(clock.now());
  });

  it('counts a sleep during which the monotonic clock stood still, once', () => {
    const { clock, passed } = start();
    clock.set(hour);
    expect(passed()).toBe(hour);
    clock.pass(10);
    expect(passed()).toBe(hour + 10);
  });

  it('gives nothing back when the wall clock is set back, and counts what is set forward again', () => {
    const { clock, passed } = start();
    clock.set(-hour);
    expect(passed()).toBe(0);
    clock.pass(1_000);
    expect(passed()).toBe(1_000);
    clock.set(hour);
    expect(passed()).toBe(1_000 + hour);
  });

  it('is not driven by the grain of two clocks that are read often', () => {
    const steps = { wall: 0, steady: 0 };
    const strict = createStrictClock({ now: () => Math.floor(steps.wall), monotonic: () => steps.steady });
    const begun = strict.monotonic();
    for (let step = 0; step < 100_000; step++) {
      steps.wall += 0.1;
      steps.steady += 0.1;
      strict.monotonic();
    }
    expect(strict.monotonic() - begun).toBeLessThan(10_000 + 1_001);
  });

  it('adds up a drift that is small between two looks', () => {
    const { clock, passed } = start();
    for (let look = 0; look < 60; look++) {
      clock.set(500);
      passed();
    }
    expect(passed()).toBeGreaterThanOrEqual(29_000);
  });
});
