import { describe, expect, test } from 'vitest';
import { createStability } from '../../../../../main/watch/take/stability.ts';
import { holdClock } from '../../../../helpers/held-clock.ts';

const file = (name: string, size = 10, modifiedAt = 1_000) => ({ name, size, modifiedAt });

describe('a file', () => {
  test('is settled when it was the same at two looks far enough apart', () => {
    const clock = holdClock();
    const stability = createStability(clock, 2_000);
    expect(stability.look('out', [file('a')])).toEqual([]);
    clock.pass(1_999);
    expect(stability.look('out', [file('a')])).toEqual([]);
    clock.pass(1);
    expect(stability.look('out', [file('a')])).toEqual([file('a')]);
  });

  test('begins anew when its size or its time changes, and when it was away', () => {
    const clock = holdClock();
    const stability = createStability(clock, 2_000);
    const later = (files: ReturnType<typeof file>[]) => {
      clock.pass(2_000);
      return stability.look('out', files).map(({ name }) => name);
    };
    stability.look('out', [file('a'), file('b'), file('c')]);
    expect(later([file('a', 11), file('b', 10, 1_000.5)])).toEqual([]);
    expect(later([file('a', 11), file('b', 10, 1_000.5), file('c')])).toEqual(['a', 'b']);
    expect(later([file('c')])).toEqual(['c']);
  });

  test('that is empty must stay so for longer, for somebody may only have begun it', () => {
    const clock = holdClock();
    const stability = createStability(clock, 2_000);
    stability.look('out', [file('a', 0)]);
    clock.pass(59_999);
    expect(stability.look('out', [file('a', 0)])).toEqual([]);
    clock.pass(1);
    expect(stability.look('out', [file('a', 0)])).toEqual([file('a', 0)]);
    expect(stability.look('out', [file('a', 1)])).toEqual([]);
  });

  test('is not hurried by somebody who sets the PC\u2019s clock', () => {
    const clock = holdClock();
    const stability = createStability(clock, 2_000);
    stability.look('out', [file('a')]);
    clock.set(3_600_000);
    expect(stability.look('out', [file('a')])).toEqual([]);
  });
});

test('the oldest comes first, and two folders do not mix', () => {
  const clock = holdClock();
  const stability = createStability(clock, 0);
  const files = [file('b', 1, 5), file('c', 1, 3), file('a', 1, 5)];
  stability.look('out', files);
  expect(stability.look('other', files)).toEqual([]);
  expect(stability.look('out', files).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  stability.forget('out');
  expect(stability.look('out', files)).toEqual([]);
});
