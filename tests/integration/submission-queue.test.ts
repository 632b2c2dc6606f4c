import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSpeedLimit } from '../../main/transfer/speed-limit.ts';
import { holdClock } from '../helpers/held-clock.ts';
import { QueueSetup } from '../helpers/queue-setup.ts';
import { good } from '../helpers/submission-setup.ts';

const MEGABYTE = 1024 * 1024;
let setup: QueueSetup;

beforeEach(async () => {
  setup = await QueueSetup.open();
});
afterEach(async () => {
  expect(setup.service.bugs).toEqual([]);
  await setup.close();
});

const queue = () => setup.service.service.queue;
const order = () =>
  setup
    .items()
    .filter(({ turn }) => turn !== null)
    .map(({ submissionId }) => submissionId);

/** A file of random bytes of which about `after` bytes go before the action. */
async function interruptAt(after: number, action: (id: string) => unknown): Promise<{ id: string; sha256: string }> {
  const content = randomBytes(6 * MEGABYTE);
  const acted = Promise.withResolvers<void>();
  let id = '';
  setup.onTaken = (sentBytes) => {
    if (sentBytes < after || id === '') return;
    setup.onTaken = () => undefined;
    void Promise.resolve(action(id)).then(() => acted.resolve(), acted.reject);
  };
  id = await setup.submit(1, [content]);
  await acted.promise;
  return { id, sha256: createHash('sha256').update(content).digest('hex') };
}

describe('pausing', () => {
  test('what goes by SFTP is broken off, and goes on from there when it is resumed', async () => {
    const { id, sha256 } = await interruptAt(2 * MEGABYTE, (id) => queue().pause(id));
    expect(setup.item(id)).toMatchObject({ state: 'paused', turn: 1, error: null });
    expect(good(setup.service.service.listSubmissions(1))).toMatchObject([{ state: 'checked', paused: true }]);
    expect(setup.item(id)?.sentBytes).toBeGreaterThan(0);
    expect(setup.files()).toEqual([]);
    good(queue().resume(id));
    await setup.service.until(id, 'confirmed');
    expect(setup.files()).toMatchObject([{ sha256, size: 6 * MEGABYTE }]);
    expect(setup.outcomes).toMatchObject([{ kind: 'not-arrived' }, { kind: 'uploaded' }]);
    const resumed = setup.outcomes[1];
    expect(resumed?.kind === 'uploaded' && resumed.resumedAt).toBeGreaterThan(0);
    expect(setup.kindsOf(id)).toEqual([
      'drafted',
      'checked',
      'sending',
      'failed',
      'checked',
      'sending',
      'sent',
      'confirmed',
    ]);
    expect(good(await setup.service.service.receipt(id)).chainIntact).toBe(true);
  });

  test('one of several that go side by side is broken off, and the others go on', async () => {
    setup.limit = { take: () => new Promise((resolve) => setTimeout(resolve, 5)) };
    const others = [
      await setup.submit(2, [randomBytes(3 * MEGABYTE)]),
      await setup.submit(3, [randomBytes(3 * MEGABYTE)]),
    ];
    const { id } = await interruptAt(MEGABYTE, (id) => queue().pause(id));
    for (const other of others) {
      await setup.service.until(other, 'confirmed');
      expect(setup.service.ledger.submission(other)?.attempts).toBe(1);
    }
    expect(setup.state(id)).toBe('paused');
    good(queue().resume(id));
    await setup.service.until(id, 'confirmed');
    expect(setup.files()).toHaveLength(3);
  });

  test('what is paused stays so over a restart, by both channels, and starts only when it is resumed', async () => {
    good(await queue().pause(null));
    const [sftp, web, free] = [
      await setup.submit(1, 'a,b\n'),
      await setup.submit(2, 'c,d\n', 'web'),
      await setup.submit(3, 'e,f\n'),
    ];
    for (const id of [sftp, web]) good(await queue().pause(id));
    good(queue().resume(null));
    await setup.service.until(free, 'confirmed');
    await setup.restart();
    expect(setup.items().map(({ submissionId, state }) => [submissionId, state])).toEqual([
      [sftp, 'paused'],
      [web, 'paused'],
      [free, 'done'],
    ]);
    // Nothing of them was in doubt: nobody had begun to send them.
    expect(setup.kindsOf(sftp)).toEqual(['drafted', 'checked']);
    for (const id of [sftp, web]) good(queue().resume(id));
    for (const id of [sftp, web]) await setup.service.until(id, 'confirmed');
    expect(setup.files()).toHaveLength(3);
  });

  test('one that was paused in its middle goes on after a restart from where it was', async () => {
    const { id, sha256 } = await interruptAt(2 * MEGABYTE, (id) => queue().pause(id));
    await setup.restart();
    expect(setup.state(id)).toBe('paused');
    good(queue().resume(id));
    await setup.service.until(id, 'confirmed');
    expect(setup.files()).toMatchObject([{ sha256 }]);
    expect(setup.outcomes.at(-1)).toMatchObject({ kind: 'uploaded', resumedAt: expect.any(Number) });
  });

  test('the whole queue: nothing new begins, also after a restart, and the one that was going goes on', async () => {
    const { id } = await interruptAt(MEGABYTE, () => queue().pause(null));
    const next = await setup.submit(2, 'a,b\n');
    expect(setup.totals()).toMatchObject({ paused: true, counts: { paused: 2, running: 0 } });
    await setup.restart();
    expect(setup.totals()).toMatchObject({ paused: true });
    await expect.poll(() => [id, next].map((each) => setup.state(each))).toEqual(['paused', 'paused']);
    expect(setup.files()).toEqual([]);
    good(queue().resume(null));
    for (const each of [id, next]) await setup.service.until(each, 'confirmed');
    expect(setup.totals()).toMatchObject({ paused: false, counts: { done: 2 } });
  });

  test('a file that is going by web cannot be paused, and it is said why', async () => {
    const going = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    setup.limit = {
      take: async () => {
        going.resolve();
        await gate.promise;
      },
    };
    const id = await setup.submit(1, 'a,b\n', 'web');
    await going.promise;
    expect(setup.item(id)).toMatchObject({ state: 'running', pausing: 'by-web' });
    expect(await queue().pause(id)).toMatchObject({
      error: { code: 'queue-not-pausable', details: { reason: 'by-web' } },
    });
    gate.resolve();
    await setup.service.until(id, 'confirmed');
    // What has ended is left alone.
    good(await queue().pause(id));
    expect(setup.state(id)).toBe('done');
  });

  test('one that is paused can be cancelled, and retried later', async () => {
    const { id } = await interruptAt(MEGABYTE, (id) => queue().pause(id));
    expect(good(await setup.service.service.cancel(id))).toMatchObject({
      state: 'failed',
      error: { code: 'cancelled' },
    });
    expect(setup.state(id)).toBe('failed');
    good(await setup.service.service.retry(id));
    await setup.service.until(id, 'confirmed');
    expect(setup.files()).toHaveLength(1);
  });
});

describe('the order', () => {
  test('is the operator’s, holds over a restart, and is the one in which the files go', async () => {
    good(await queue().pause(null));
    const ids: string[] = [];
    for (const day of [1, 2, 3, 4, 5]) ids.push(await setup.submit(day, 'a,b\n', 'web'));
    const [a, b, c, d, e] = ids;
    if (!a || !b || !c || !d || !e) throw new Error('five');
    expect(order()).toEqual([a, b, c, d, e]);
    good(queue().move(d, 'first'));
    good(queue().move(b, 'down'));
    good(queue().move(a, 'last'));
    good(queue().move(e, 'up'));
    good(queue().move(d, 'up'));
    expect(order()).toEqual([d, c, e, b, a]);
    // Whatever comes later stands behind.
    const last = await setup.submit(6, 'a,b\n', 'web');
    expect(order()).toEqual([d, c, e, b, a, last]);
    await setup.restart();
    await expect.poll(order).toEqual([d, c, e, b, a, last]);
    const gates = Promise.withResolvers<void>();
    setup.limit = { take: () => gates.promise };
    good(queue().resume(null));
    await expect.poll(() => setup.totals().counts.running).toBe(3);
    const running = () => setup.items().filter(({ state }) => state === 'running');
    expect(running().map(({ submissionId }) => submissionId)).toEqual([d, c, e]);
    expect(setup.item(b)?.turn).toBe(1);
    gates.resolve();
    for (const id of [...ids, last]) await setup.service.until(id, 'confirmed');
  });

  test('many small files go by SFTP side by side, more than by web', async () => {
    good(await queue().pause(null));
    const ids: string[] = [];
    for (let day = 1; day <= 12; day += 1) ids.push(await setup.submit(day, `${day},b\n`));
    good(queue().resume(null));
    for (const id of ids) await setup.service.until(id, 'confirmed');
    expect(setup.most).toBeGreaterThan(3);
    expect(setup.totals()).toMatchObject({ counts: { done: 12 }, bytesPerSecond: 0 });
    expect(setup.totals().sentBytes).toBe(setup.totals().totalBytes);
    good(queue().clearDone());
    expect(setup.items()).toEqual([]);
  });
});

test.each(['web', 'sftp'] as const)('an upload by %s keeps to the speed limit', async (channel) => {
  const clock = holdClock();
  const limit = createSpeedLimit({
    clock,
    wait: async (ms) => {
      await new Promise((resolve) => setImmediate(resolve));
      clock.pass(ms);
    },
  });
  const rate = 256 * 1024;
  limit.set(rate);
  setup.limit = limit;
  const before = clock.monotonic();
  const size = 4 * MEGABYTE;
  await setup.service.until(await setup.submit(1, [randomBytes(size)], channel), 'confirmed');
  const seconds = (clock.monotonic() - before) / 1000;
  expect(seconds).toBeGreaterThan(size / rate - 1);
  expect(seconds).toBeLessThan(size / rate + 1);
});

test('a change of the queue is told', async () => {
  good(await queue().pause(null));
  for (let day = 1; day <= 20; day += 1) await setup.submit(day, 'a,b\n');
  const told = () => setup.service.events.filter(({ name }) => name === 'queue/changed');
  await expect.poll(() => told().at(-1)?.payload).toMatchObject({ counts: { paused: 20 }, paused: true });
});
