import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPulse, startDeadline } from '../../../../main/transfer/deadline.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('is late after so many ms of silence', () => {
  const onLate = vi.fn();
  startDeadline(createPulse(Date.now), 1000, onLate);
  vi.advanceTimersByTime(999);
  expect(onLate).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onLate).toHaveBeenCalledTimes(1);
});

test('waits on while the server answers others, but not for ever', () => {
  const onLate = vi.fn();
  const pulse = createPulse(Date.now);
  startDeadline(pulse, 1000, onLate);
  for (let passed = 0; passed < 9500; passed += 500) {
    vi.advanceTimersByTime(500);
    pulse.heard();
  }
  expect(onLate).not.toHaveBeenCalled();
  for (let passed = 0; passed < 2000; passed += 500) {
    vi.advanceTimersByTime(500);
    pulse.heard();
  }
  expect(onLate).toHaveBeenCalledTimes(1);
});

test('is late so many ms after the last answer to anybody', () => {
  const onLate = vi.fn();
  const pulse = createPulse(Date.now);
  startDeadline(pulse, 1000, onLate);
  vi.advanceTimersByTime(700);
  pulse.heard();
  vi.advanceTimersByTime(999);
  expect(onLate).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onLate).toHaveBeenCalledTimes(1);
});

test('says nothing once it was stopped', () => {
  const onLate = vi.fn();
  const stop = startDeadline(createPulse(Date.now), 1000, onLate);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(onLate).not.toHaveBeenCalled();
});

test('waits while a longer silence is excused, and no longer', () => {
  const onLate = vi.fn();
  const pulse = createPulse(Date.now);
  const end = pulse.excuse(5000);
  startDeadline(pulse, 1000, onLate);
  vi.advanceTimersByTime(3000);
  expect(onLate).not.toHaveBeenCalled();
  end();
  pulse.heard();
  vi.advanceTimersByTime(4000);
  expect(onLate).toHaveBeenCalledTimes(1);
});
