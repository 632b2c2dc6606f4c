import { describe, expect, it } from 'vitest';
import {
  applyQueue,
  askToCancel,
  cancelItem,
  filterQueue,
  loadQueue,
  pauseItem,
  showQueue,
  turnPage,
} from '../../../../renderer/queue/queue-actions.ts';
import { createQueueFeature } from '../../../../renderer/queue/queue-feature.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { type QueueItem, type QueueTotals, queueStates } from '../../../../shared/contract/queue.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { heldAnswer } from '../../../helpers/held-answer.ts';

const totals: QueueTotals = {
  counts: Object.fromEntries(queueStates.map((state) => [state, 0])) as QueueTotals['counts'],
  sentBytes: 0,
  totalBytes: 0,
  bytesPerSecond: 0,
  paused: false,
  serverRetryAt: null,
};

function sampleItem(changes: Partial<QueueItem> = {}): QueueItem {
  return {
    submissionId: 'a',
    fileName: 'SD_01234_20260522.csv',
    folderId: 'SD1',
    channel: 'sftp',
    size: 10,
    sentBytes: 0,
    bytesPerSecond: 0,
    state: 'waiting',
    turn: 1,
    waitsFor: 'turn',
    nextAttemptAt: null,
    retries: 0,
    heldBy: null,
    pausing: 'possible',
    error: null,
    ...changes,
  };
}

type Page = CallOutput<'queue/list'>;
const page = (total: number, items: QueueItem[] = []): Page => ({ items, total, totals });

describe('the queue on the page', () => {
  it('asks once at a time, and once more for whatever changed meanwhile', async () => {
    const slow = heldAnswer<ReturnType<typeof ok<Page>>>();
    let asked = 0;
    const client = createFakeClient({
      'queue/list': () => {
        asked += 1;
        return asked === 1 ? slow.promise : ok(page(2, [sampleItem()]));
      },
    });
    const feature = createQueueFeature(client);
    const hide = showQueue(feature);
    for (let change = 0; change < 50; change += 1) applyQueue(feature, totals);
    expect(asked).toBe(1);
    slow.answer(ok(page(1)));
    await expect.poll(() => feature.store.getState().total).toBe(2);
    expect(asked).toBe(2);
    hide();
    applyQueue(feature, { ...totals, paused: true });
    expect(asked).toBe(2);
    expect(feature.store.getState().totals?.paused).toBe(true);
  });

  it('turns pages, and goes back when the page that is shown came to its end', async () => {
    let total = 250;
    const offsets: (number | undefined)[] = [];
    const client = createFakeClient({
      'queue/list': ({ offset }) => {
        offsets.push(offset);
        return ok(page(total));
      },
    });
    const feature = createQueueFeature(client);
    turnPage(feature, 1);
    turnPage(feature, 1);
    await expect.poll(() => offsets.at(-1)).toBe(200);
    total = 90;
    await loadQueue(feature);
    expect(offsets.at(-1)).toBe(0);
    expect(feature.store.getState().offset).toBe(0);
    turnPage(feature, -1);
    expect(feature.store.getState().offset).toBe(0);
  });

  it('does not show the answer of another filter', async () => {
    const slow = heldAnswer<ReturnType<typeof ok<Page>>>();
    const client = createFakeClient({
      'queue/list': ({ states }) => (states === null ? slow.promise : ok(page(1, [sampleItem({ state: 'done' })]))),
    });
    const feature = createQueueFeature(client);
    const loading = loadQueue(feature);
    filterQueue(feature, 'done');
    slow.answer(ok(page(5, [sampleItem()])));
    await loading;
    expect(feature.store.getState()).toMatchObject({ filter: 'done', total: 1, items: [{ state: 'done' }] });
  });

  it('says of which file a command was refused', async () => {
    const client = createFakeClient({
      'queue/pause': () => err(appError('queue-not-pausable')),
      'queue/list': () => ok(page(0)),
    });
    const feature = createQueueFeature(client);
    await pauseItem(feature, sampleItem());
    expect(feature.store.getState().failure).toMatchObject({
      error: { code: 'queue-not-pausable' },
      fileName: 'SD_01234_20260522.csv',
    });
  });

  it('resumes only what has a pause of its own', async () => {
    const client = createFakeClient({ 'queue/list': () => ok(page(0)) });
    const feature = createQueueFeature(client);
    await pauseItem(feature, sampleItem({ state: 'paused', heldBy: 'queue' }));
    await pauseItem(feature, sampleItem({ state: 'paused', heldBy: 'itself' }));
    expect(client.called.filter((name) => name !== 'queue/list')).toEqual(['queue/pause', 'queue/resume']);
  });

  it('cancels nothing without a yes', async () => {
    const client = createFakeClient({ 'queue/list': () => ok(page(0)) });
    const feature = createQueueFeature(client);
    askToCancel(feature, sampleItem());
    askToCancel(feature, null);
    await cancelItem(feature);
    expect(client.called).toEqual([]);
    askToCancel(feature, sampleItem());
    await cancelItem(feature);
    expect(client.called[0]).toBe('submission/cancel');
  });
});
