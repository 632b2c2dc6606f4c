import { expect, test } from 'vitest';
import { shareAnswers } from '../../../../main/submission/share-answers.ts';

/** Questions that are answered when the test says so. */
function heldQuestions() {
  const held: PromiseWithResolvers<number>[] = [];
  const ask = () => {
    const question = Promise.withResolvers<number>();
    held.push(question);
    return question.promise;
  };
  return { held, shared: shareAnswers(ask) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('whoever asks while a question is under way shares the next one, asked after them', async () => {
  const { held, shared } = heldQuestions();
  const first = shared();
  const [second, third] = [shared(), shared()];
  await turn();
  expect(held).toHaveLength(1);
  held[0]?.resolve(1);
  expect(await first).toBe(1);
  await turn();
  expect(held).toHaveLength(2);
  const fourth = shared();
  held[1]?.resolve(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  await turn();
  held[2]?.resolve(3);
  expect(await fourth).toBe(3);
});

test('a failure is told to those who asked that question, and the next is asked all the same', async () => {
  const { held, shared } = heldQuestions();
  const first = shared();
  const second = shared();
  held[0]?.reject(new Error('bug'));
  await expect(first).rejects.toThrow('bug');
  await turn();
  held[1]?.resolve(2);
  expect(await second).toBe(2);
  const third = shared();
  held[2]?.resolve(3);
  expect(await third).toBe(3);
});
