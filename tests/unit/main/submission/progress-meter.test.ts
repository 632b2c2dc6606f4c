import { expect, test } from 'vitest';
import { createProgressMeter } from '../../../../main/submission/progress-meter.ts';
import type { Progress } from '../../../../shared/contract/submission.ts';

function meter(totalBytes: number) {
  const published: Progress[] = [];
  const time = { now: 0 };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const tell = createProgressMeter({ submissionId: 's', totalBytes, clock, publish: (one) => published.push(one) });
  const at = (ms: number, bytes: number) => {
    time.now = ms;
    tell(bytes);
  };
  return { at, published };
}

test('the first and the last are published, those between about ten times a second', () => {
  const { at, published } = meter(1000);
  for (let ms = 0; ms < 1000; ms += 10) at(ms, ms);
  at(1000, 1000);
  expect(published.map((one) => one.sentBytes)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test('a file that goes in one moment still ends at its whole size', () => {
  const { at, published } = meter(500);
  at(0, 0);
  at(1, 500);
  expect(published.at(-1)).toEqual({ submissionId: 's', sentBytes: 500, totalBytes: 500, bytesPerSecond: 500_000 });
});

test('the speed is that of the last seconds', () => {
  const { at, published } = meter(1_000_000);
  for (let second = 0; second <= 10; second += 1) at(second * 1000, second * 1000);
  expect(published.at(-1)?.bytesPerSecond).toBe(1000);
  for (let second = 11; second <= 20; second += 1) at(second * 1000, 10_000 + (second - 10) * 10);
  expect(published.at(-1)?.bytesPerSecond).toBe(10);
});

test('a line on which a piece takes longer than that has a speed all the same', () => {
  const { at, published } = meter(1_000_000);
  for (let piece = 0; piece <= 3; piece += 1) at(piece * 4_000, piece * 100_000);
  expect(published.map((one) => one.bytesPerSecond)).toEqual([0, 25_000, 25_000, 25_000]);
});
