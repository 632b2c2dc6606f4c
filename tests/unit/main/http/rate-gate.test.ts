import { beforeEach, expect, test } from 'vitest';
import { createRateGate, type WaitKeeper } from '../../../../main/http/rate-gate.ts';

const HOUR = 3_600_000;
let now = 0;
let monotonic = 0;
let kept: { since: number; until: number } | null = null;
const clock = { now: () => now, monotonic: () => monotonic };
const keeper: WaitKeeper = {
  read: () => kept,
  keep: (wait) => {
    kept = wait;
  },
};
const tooMany = (retryAfter: string) => ({
  status: 429,
  headers: { 'retry-after': retryAfter },
  body: new Uint8Array(),
});
/** What is left of the wait, as the gate of a program that starts now says it. */
const leftAfterStart = () => createRateGate(clock, keeper).closed()?.details?.retryAfterMs ?? null;

beforeEach(() => {
  now = 10_000_000_000;
  monotonic = 777;
  kept = null;
});

test('the wait goes on after a restart, and ends when it would have ended', () => {
  createRateGate(clock, keeper).close(tooMany('120'));
  now += 50_000;
  monotonic = 5;
  expect(leftAfterStart()).toBe(70_000);
  now += 69_999;
  expect(leftAfterStart()).toBe(1);
  now += 1;
  expect(leftAfterStart()).toBeNull();
});

test('a clock that was set back makes it no longer than the server asked for', () => {
  createRateGate(clock, keeper).close(tooMany('120'));
  now -= 24 * HOUR;
  expect(leftAfterStart()).toBe(120_000);
});

test('a whole day is waited for while the program runs, an hour of it after a restart', () => {
  const gate = createRateGate(clock, keeper);
  gate.close(tooMany('86400'));
  expect(gate.closed()?.details?.retryAfterMs).toBe(24 * HOUR);
  expect(leftAfterStart()).toBe(HOUR);
  now += HOUR;
  expect(leftAfterStart()).toBeNull();
});

test('a shorter wait that the server asks for later does not end a longer one', () => {
  const gate = createRateGate(clock, keeper);
  gate.close(tooMany('120'));
  now += 10_000;
  monotonic += 10_000;
  gate.close(tooMany('5'));
  expect(leftAfterStart()).toBe(110_000);
});
