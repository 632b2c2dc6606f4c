import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSchedule } from '../../../../main/download/schedule.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(first: number | null) {
  const state = { minutes: first, due: 0, told: [] as (number | null)[], choose: (): void => undefined };
  const schedule = createSchedule({
    minutes: () => state.minutes,
    onChoice: (listener) => {
      state.choose = listener;
      return () => {
        state.choose = () => undefined;
      };
    },
    due: async () => {
      state.due += 1;
    },
    onChange: (minutes) => state.told.push(minutes),
    onBug: (cause) => {
      throw cause;
    },
  });
  return { state, schedule };
}

test('is due at once and then regularly, and follows each choice', async () => {
  const { state, schedule } = open(5);
  await vi.advanceTimersByTimeAsync(1);
  expect(state.due).toBe(1);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(state.due).toBe(3);
  state.choose();
  state.minutes = null;
  state.choose();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(state.due).toBe(3);
  state.minutes = 10;
  state.choose();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(state.due).toBe(5);
  expect(state.told).toEqual([null, 10]);
  schedule.close();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(state.due).toBe(5);
});

test('is never due when nobody chose it', async () => {
  const { state, schedule } = open(null);
  await vi.advanceTimersByTimeAsync(24 * 60 * 60_000);
  expect(state.due).toBe(0);
  schedule.close();
});
