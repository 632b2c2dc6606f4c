import { expect, test } from 'vitest';
import type { WatchContext } from '../../../../main/watch/context.ts';
import { createRoundLoop } from '../../../../main/watch/round-loop.ts';

test('a bug in a round is told, and is no sign that all is well', async () => {
  const bugs: unknown[] = [];
  const published: unknown[] = [];
  const context = {
    timing: { pollMs: 5, settleMs: 5, beatMs: 1_000, staleMs: 1_000 },
    open: new Map(),
    trouble: null,
    closing: new AbortController().signal,
    lease: () => ({
      isMine() {
        throw new TypeError('a bug');
      },
    }),
    ledger: { watch: { choices: () => new Map([['SD1', { on: true }]]) } },
  } as unknown as WatchContext;
  const loop = createRoundLoop(context, {
    publish: async () => published.push(context.trouble),
    onBug: (cause) => bugs.push(cause),
  });
  loop.soon();
  await expect.poll(() => bugs.length).toBeGreaterThan(1);
  await loop.stop();
  expect(published[0]).toMatchObject({ code: 'internal' });
});
