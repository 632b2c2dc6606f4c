import { expect, test } from 'vitest';
import { createByteBudget } from '../../../../main/transfer/byte-budget.ts';

const never = new Promise<never>(() => undefined);

/** Tells which of them have been let through so far. */
function watch(takes: readonly Promise<void>[]) {
  const through: number[] = [];
  takes.forEach((take, index) => {
    take.then(
      () => through.push(index),
      () => undefined,
    );
  });
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return through;
  };
}

test('gives out no more than there is, in the order of coming', async () => {
  const budget = createByteBudget(100);
  const through = watch([60, 30, 20, 5].map((bytes) => budget.take(bytes, never)));
  expect(await through()).toEqual([0, 1]);
  // 5 would fit, but 20 came first.
  budget.give(5);
  expect(await through()).toEqual([0, 1]);
  budget.give(25);
  expect(await through()).toEqual([0, 1, 2, 3]);
});

test('lets a piece that is larger than all of it through when nothing else is taken', async () => {
  const budget = createByteBudget(100);
  const through = watch([1, 500].map((bytes) => budget.take(bytes, never)));
  expect(await through()).toEqual([0]);
  budget.give(1);
  expect(await through()).toEqual([0, 1]);
});

test('passes on the place of whoever stops waiting', async () => {
  const budget = createByteBudget(100);
  await budget.take(90, never);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const gone = budget.take(50, ended);
  const through = watch([budget.take(10, never)]);
  expect(await through()).toEqual([]);
  reject(new Error('lost'));
  await expect(gone).rejects.toThrow('lost');
  expect(await through()).toEqual([0]);
});
