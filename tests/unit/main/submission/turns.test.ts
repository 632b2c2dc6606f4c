import { expect, test } from 'vitest';
import { createTurns } from '../../../../main/submission/turns.ts';

const never = new AbortController().signal;

test('so many go at a time, the others in the order in which they came', async () => {
  const take = createTurns(2);
  const order: number[] = [];
  const running = { now: 0, most: 0 };
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (n) => {
      const release = await take(never);
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      order.push(n);
      await new Promise((resolve) => setImmediate(resolve));
      running.now -= 1;
      release?.();
    }),
  );
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(running.most).toBe(2);
});

test('whoever gives up gets no turn, and costs nobody else theirs', async () => {
  const take = createTurns(1);
  const first = await take(never);
  const leaving = new AbortController();
  const second = take(leaving.signal);
  const third = take(never);
  first?.();
  leaving.abort();
  expect(await second).toBeNull();
  const release = await third;
  expect(release).not.toBeNull();
  release?.();
  release?.();
  const [a, late] = [await take(never), take(AbortSignal.abort())];
  expect(a).not.toBeNull();
  expect(await late).toBeNull();
});
