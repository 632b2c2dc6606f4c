import { expect, test } from 'vitest';
import { createSpeedWindow } from '../../../../../main/submission/queue/speed-window.ts';
import { holdClock } from '../../../../helpers/held-clock.ts';

test('the speed of many small files is that of the last seconds', () => {
  const clock = holdClock();
  const window = createSpeedWindow(clock);
  expect(window.speed()).toBe(0);
  for (let count = 0; count < 1_000; count += 1) {
    window.add(1_000);
    clock.pass(10);
  }
  expect(window.speed()).toBeGreaterThan(95_000);
  expect(window.speed()).toBeLessThan(105_000);
  clock.pass(3_000);
  expect(window.speed()).toBeLessThan(50_000);
  clock.pass(3_000);
  expect(window.speed()).toBe(0);
});

test('a first piece is not called infinitely fast', () => {
  const clock = holdClock();
  const window = createSpeedWindow(clock);
  window.add(1_000);
  expect(window.speed()).toBe(5_000);
});
