import { expect, test } from 'vitest';
import { createAnnouncer } from '../../../../../main/submission/queue/announce.ts';

function setUp() {
  const state = { told: 0, moving: false };
  const waits: (() => void)[] = [];
  const changed = createAnnouncer({
    tell: () => {
      state.told += 1;
    },
    isMoving: () => state.moving,
    later: (_ms, work) => waits.push(work),
  });
  return { state, changed, pass: () => waits.shift()?.() };
}

test('ten thousand changes are told at once and once more', () => {
  const { state, changed, pass } = setUp();
  for (let count = 0; count < 10_000; count += 1) changed();
  expect(state.told).toBe(1);
  pass();
  expect(state.told).toBe(2);
  pass();
  expect(state.told).toBe(2);
});

test('while something moves it goes on telling, as speed and time left change', () => {
  const { state, changed, pass } = setUp();
  state.moving = true;
  changed();
  pass();
  pass();
  expect(state.told).toBe(3);
  state.moving = false;
  pass();
  expect(state.told).toBe(3);
  changed();
  expect(state.told).toBe(4);
});
