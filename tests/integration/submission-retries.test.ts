import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { QueueSetup } from '../helpers/queue-setup.ts';
import { good } from '../helpers/submission-setup.ts';

let setup: QueueSetup;

beforeEach(async () => {
  setup = await QueueSetup.open();
});
afterEach(async () => {
  expect(setup.service.bugs).toEqual([]);
  await setup.close();
});

const queue = () => setup.service.service.queue;

async function outage(count: number): Promise<void> {
  setup.practice.exchange.control.addFault({ endpoint: 'sftp/connect', fault: { kind: 'reset' }, count });
}

describe('an SFTP server that cannot be reached', () => {
  test('is tried again by itself, less and less often, until it is there; each file arrives once', async () => {
    await outage(3);
    const id = await setup.submit(1, 'a,b\n');
    await expect.poll(() => setup.state(id)).toBe('retrying');
    expect(setup.item(id)).toMatchObject({ retries: 1, error: { code: 'unreachable' } });
    expect(setup.totals().serverRetryAt).not.toBeNull();
    for (const seconds of [5, 15, 45]) {
      await expect.poll(() => setup.pauses()).toContain(seconds * 1000);
      setup.letTimePass();
    }
    await setup.service.until(id, 'confirmed').catch(() => undefined);
    await expect.poll(() => setup.state(id)).toBe('done');
    expect(setup.files()).toHaveLength(1);
    expect(setup.kindsOf(id).filter((kind) => kind === 'checked')).toHaveLength(4);
    expect(setup.service.ledger.submission(id)).toMatchObject({ pressedBy: 'chan@firm.example', attempts: 4 });
    expect(setup.totals().serverRetryAt).toBeNull();
    expect(setup.service.ledger.queue.wishes()).toEqual([]);
  });

  test('does not make a thousand files fail: the others wait for the next attempt', async () => {
    good(await queue().pause(null));
    const ids: string[] = [];
    for (let day = 1; day <= 8; day += 1) ids.push(await setup.submit(day, `${day},b\n`));
    await outage(8);
    // The first turns are taken together; what comes after the first failure waits.
    good(queue().resume(null));
    await expect.poll(() => setup.totals().counts.running).toBe(0);
    const late = await setup.submit(9, 'late,b\n');
    expect(setup.item(late)).toMatchObject({ state: 'waiting', waitsFor: 'server' });
    expect(setup.kindsOf(late)).toEqual(['drafted', 'checked']);
    setup.practice.exchange.control.clearFaults();
    setup.letTimePass();
    await expect.poll(() => setup.totals().counts.done).toBe(9);
    expect(setup.files()).toHaveLength(9);
  });

  test('the next attempt is still due after a restart', async () => {
    await outage(1);
    const id = await setup.submit(1, 'a,b\n');
    await expect.poll(() => setup.state(id)).toBe('retrying');
    const due = setup.item(id)?.nextAttemptAt;
    await setup.restart();
    expect(setup.item(id)).toMatchObject({ state: 'retrying', nextAttemptAt: due, retries: 1 });
    setup.letTimePass();
    await expect.poll(() => setup.state(id)).toBe('done');
    expect(setup.files()).toHaveLength(1);
  });

  test('an earlier file of a name is not tried again once a later one was pressed, even while that one waits as well', async () => {
    good(await queue().pause(null));
    const [earlier, other] = [await setup.submit(1, 'old,b\n'), await setup.submit(2, 'c,d\n')];
    await outage(20);
    good(queue().resume(null));
    for (const id of [earlier, other]) await expect.poll(() => setup.state(id)).toBe('retrying');
    const later = await setup.submit(1, 'new,b\n');
    expect(setup.item(earlier)).toMatchObject({ state: 'failed', nextAttemptAt: null });
    // Whoever is in the line first has the one attempt that this press allows.
    good(await setup.service.service.retry(other));
    await expect.poll(() => setup.state(later)).toBe('retrying');
    setup.practice.exchange.control.clearFaults();
    setup.letTimePass();
    await expect.poll(() => setup.state(later)).toBe('done');
    await setup.service.until(other, 'confirmed');
    const contents = setup.files().map(({ sha256 }) => sha256);
    expect(contents).toHaveLength(2);
    expect(contents).toContain(setup.service.ledger.submission(later)?.facts.sha256);
    expect(setup.kindsOf(earlier).filter((kind) => kind === 'sending')).toHaveLength(1);
  });

  test('a clock that was set back while the program was closed does not put the next attempt off for hours', async () => {
    await outage(1);
    const id = await setup.submit(1, 'a,b\n');
    await expect.poll(() => setup.state(id)).toBe('retrying');
    const { queue: wishes } = setup.service.ledger;
    const [wish] = wishes.wishes();
    if (!wish?.retryAt) throw new Error('planned');
    good(wishes.keep([{ ...wish, retryAt: wish.retryAt + 40 * 24 * 3_600_000 }]));
    await setup.restart();
    await expect.poll(() => setup.pauses()).toEqual([900_000]);
  });

  test('cancelled, it is not tried again; pressed, it is tried at once', async () => {
    await outage(2);
    const [cancelled, pressed] = [await setup.submit(1, 'a,b\n'), await setup.submit(2, 'c,d\n')];
    await expect.poll(() => setup.totals().counts.running).toBe(0);
    await expect.poll(() => setup.state(cancelled)).toBe('retrying');
    good(await setup.service.service.cancel(cancelled));
    expect(setup.item(cancelled)).toMatchObject({ state: 'failed', nextAttemptAt: null });
    setup.practice.exchange.control.clearFaults();
    if (setup.state(pressed) === 'retrying') good(await setup.service.service.retry(pressed));
    else setup.letTimePass();
    await expect.poll(() => setup.state(pressed)).toBe('done');
    setup.letTimePass();
    expect(setup.state(cancelled)).toBe('failed');
    expect(setup.files()).toHaveLength(1);
  });

  test('paused, it waits for the operator even when its time has come', async () => {
    await outage(1);
    const id = await setup.submit(1, 'a,b\n');
    await expect.poll(() => setup.state(id)).toBe('retrying');
    good(await queue().pause(id));
    setup.letTimePass();
    await expect.poll(() => setup.pauses()).toEqual([]);
    expect(setup.state(id)).toBe('paused');
    good(queue().resume(id));
    setup.letTimePass();
    await expect.poll(() => setup.state(id)).toBe('done');
  });

  test('a server that hangs up on us, and a changed key, are for people', async () => {
    setup.practice.fault('sftp/auth', { kind: 'reset' });
    const id = await setup.submit(1, 'a,b\n');
    await expect.poll(() => setup.state(id)).toBe('failed');
    expect(setup.item(id)).toMatchObject({ error: { code: 'sftp-connection-refused' }, retries: 0 });
    expect(setup.pauses()).toEqual([]);
  });

  test('by web nothing is sent again by itself', async () => {
    setup.practice.exchange.control.addFault({
      endpoint: 'api/submit',
      fault: { kind: 'status', status: 429, processed: false },
      count: 1,
    });
    const id = await setup.submit(1, 'a,b\n', 'web');
    await expect.poll(() => setup.state(id)).toBe('failed');
    expect(setup.item(id)).toMatchObject({ nextAttemptAt: null });
  });
});
