import { beforeEach, expect, test } from 'vitest';
import { createServerGate, type ServerGate } from '../../../../../main/submission/queue/server-gate.ts';
import { type HeldClock, holdClock } from '../../../../helpers/held-clock.ts';

let clock: HeldClock;
let gate: ServerGate;
let waits: { readonly ms: number; readonly end: () => void }[];
let changes: number;

beforeEach(() => {
  clock = holdClock();
  waits = [];
  changes = 0;
  gate = createServerGate({
    clock,
    mostAtOnce: () => 32,
    later: (ms, end) => waits.push({ ms, end }),
    onChange: () => {
      changes += 1;
    },
  });
});

test('is open until an attempt fails, then shut for longer and longer, with one attempt between', () => {
  expect(gate.limit()).toBe(32);
  for (const seconds of [5, 15, 45]) {
    gate.failed();
    expect(gate.limit()).toBe(0);
    expect(gate.retryAt()).toBe(clock.now() + seconds * 1000);
    expect(waits.at(-1)?.ms).toBe(seconds * 1000);
    clock.pass(seconds * 1000);
    waits.at(-1)?.end();
    expect(gate.limit()).toBe(1);
    expect(gate.retryAt()).toBeNull();
  }
  gate.answered();
  expect(gate.limit()).toBe(32);
  gate.failed();
  expect(waits.at(-1)?.ms).toBe(5000);
});

test('thirty that fail together are one failure', () => {
  for (let count = 0; count < 30; count += 1) gate.failed();
  expect(waits).toHaveLength(1);
  waits[0]?.end();
  gate.failed();
  expect(waits.at(-1)?.ms).toBe(15_000);
});

test('the operator may try at once, and an old wait does not open it later', () => {
  gate.failed();
  gate.tryNow();
  expect(gate.limit()).toBe(1);
  clock.pass(1);
  gate.failed();
  waits[0]?.end();
  expect(gate.limit()).toBe(0);
});

test('tells each change, and no other', () => {
  gate.answered();
  gate.tryNow();
  expect(changes).toBe(0);
  gate.failed();
  gate.failed();
  expect(changes).toBe(1);
  gate.answered();
  expect(changes).toBe(2);
});
