import type { CallInput } from '../../shared/contract/index.ts';
import { QUEUE_PAGE, type QueueItem, type QueueTotals } from '../../shared/contract/queue.ts';
import type { Result } from '../../shared/lib/result.ts';
import { type QueueFeature, type QueueFilter, statesOf } from './queue-feature.ts';

async function ask({ client, store, asking }: QueueFeature): Promise<void> {
  const { offset, filter } = store.getState();
  const page = await client.call('queue/list', { offset, limit: QUEUE_PAGE, states: statesOf[filter] });
  const now = store.getState();
  if (!page.ok || now.offset !== offset || now.filter !== filter) return;
  const { items, total, totals } = page.value;
  // The page that was shown may have come to its end meanwhile.
  const last = Math.max(0, Math.ceil(total / QUEUE_PAGE) - 1) * QUEUE_PAGE;
  if (offset > last) asking.again = true;
  store.setState({ items, total, totals, offset: Math.min(offset, last) });
}

/** Queries the rows that are shown; what is asked meanwhile is asked once more at the end. */
export async function loadQueue(feature: QueueFeature): Promise<void> {
  const { asking } = feature;
  asking.again = true;
  if (asking.underWay) return;
  asking.underWay = true;
  while (asking.again) {
    asking.again = false;
    await ask(feature);
  }
  asking.underWay = false;
}

/** The panel is on the screen: its rows are queried now and whenever the queue changes. Gives the way to end that. */
export function showQueue(feature: QueueFeature): () => void {
  feature.asking.shown = true;
  void loadQueue(feature);
  return () => {
    feature.asking.shown = false;
  };
}

/** The queue has changed. */
export function applyQueue(feature: QueueFeature, totals: QueueTotals): void {
  feature.store.setState({ totals });
  if (feature.asking.shown) void loadQueue(feature);
}

/** Shows others of the queue, from their beginning. */
export function filterQueue(feature: QueueFeature, filter: QueueFilter): void {
  feature.store.setState({ filter, offset: 0 });
  void loadQueue(feature);
}

/** Shows the next page or the one before. */
export function turnPage(feature: QueueFeature, step: 1 | -1): void {
  feature.store.setState(({ offset }) => ({ offset: Math.max(0, offset + step * QUEUE_PAGE) }));
  void loadQueue(feature);
}

/** Notes what became of a command, and shows the queue as it is then. */
function finish(feature: QueueFeature, result: Result<unknown>, item: QueueItem | null): void {
  const failure = result.ok ? null : { error: result.error, fileName: item?.fileName ?? null };
  feature.store.setState({ failure });
  void loadQueue(feature);
}

/** Pauses the whole queue, or ends that. */
export async function pauseQueue(feature: QueueFeature, paused: boolean): Promise<void> {
  const result = await feature.client.call(paused ? 'queue/pause' : 'queue/resume', { submissionId: null });
  finish(feature, result, null);
}

/** Pauses one file, or ends that. */
export async function pauseItem(feature: QueueFeature, item: QueueItem): Promise<void> {
  const { submissionId, heldBy } = item;
  finish(
    feature,
    await feature.client.call(heldBy === 'itself' ? 'queue/resume' : 'queue/pause', { submissionId }),
    item,
  );
}

/** Changes the place of one that waits. */
export async function moveItem(
  feature: QueueFeature,
  item: QueueItem,
  to: CallInput<'queue/move'>['to'],
): Promise<void> {
  finish(feature, await feature.client.call('queue/move', { submissionId: item.submissionId, to }), item);
}

/** Tries a failed one again, at once. */
export async function retryItem(feature: QueueFeature, item: QueueItem): Promise<void> {
  finish(feature, await feature.client.call('submission/retry', { submissionId: item.submissionId }), item);
}

/** Asks the exchange what became of one in doubt. */
export async function askItem(feature: QueueFeature, item: QueueItem): Promise<void> {
  finish(feature, await feature.client.call('submission/ask', { submissionId: item.submissionId }), item);
}

/** The row that has, or had last, the focus; it is explained. */
export function lookAtItem(feature: QueueFeature, submissionId: string | null): void {
  feature.store.setState({ lookedAt: submissionId });
}

/** Asks before a sending is cancelled; null: it goes on. */
export function askToCancel(feature: QueueFeature, item: QueueItem | null): void {
  feature.store.setState({ cancelling: item });
}

/** Cancels the sending that was asked about. */
export async function cancelItem(feature: QueueFeature): Promise<void> {
  const { cancelling } = feature.store.getState();
  if (!cancelling) return;
  feature.store.setState({ cancelling: null });
  const { submissionId } = cancelling;
  finish(feature, await feature.client.call('submission/cancel', { submissionId }), cancelling);
}

/** Takes what arrived or was refused off the list. */
export async function clearDone(feature: QueueFeature): Promise<void> {
  finish(feature, await feature.client.call('queue/clearDone', {}), null);
}
