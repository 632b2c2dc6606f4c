import { type QueueItem, type QueueItemState, type QueueTotals, queueStates } from '../../../shared/contract/queue.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { SubmissionContext } from '../context.ts';
import type { QueueEntry } from './queue-entries.ts';

/** Where an entry stands now. */
export function queueStateOf(context: SubmissionContext, { submission, wish }: QueueEntry): QueueItemState {
  const { submissionId, state } = submission;
  const heldOr = (other: QueueItemState) => (context.queue.isHeld(submissionId) ? 'paused' : other);
  switch (state) {
    case 'confirmed':
      return 'done';
    case 'refused':
      return 'refused';
    case 'failed':
      return wish.retryAt === null ? 'failed' : heldOr('retrying');
    case 'sending':
    case 'sent':
      return 'running';
    case 'checked':
      return heldOr('waiting');
    case 'in-doubt':
      // The exchange said that it never received it, and the press of Submit still counts: it waits for its turn like any other.
      return context.runs.has(submissionId) ? heldOr('waiting') : 'in-doubt';
    default:
      return assertNever(state);
  }
}

function pausingOf(context: SubmissionContext, entry: QueueEntry, state: QueueItemState): QueueItem['pausing'] {
  if (state === 'waiting' || state === 'retrying' || state === 'paused') return 'possible';
  if (state !== 'running') return 'ended';
  if (entry.submission.channel === 'web') return 'by-web';
  return context.sftp?.rename === false ? 'no-rename' : 'possible';
}

export interface Standing {
  readonly entry: QueueEntry;
  readonly state: QueueItemState;
}

const groups: Readonly<Record<QueueItemState, number>> = {
  running: 0,
  waiting: 1,
  paused: 1,
  retrying: 2,
  'in-doubt': 3,
  failed: 4,
  refused: 5,
  done: 6,
};

function compare(context: SubmissionContext, one: Standing, other: Standing): number {
  const group = groups[one.state];
  if (group !== groups[other.state]) return group - groups[other.state];
  if (group >= groups['in-doubt']) return other.entry.submission.changedAt - one.entry.submission.changedAt;
  const { placeOf } = context.queue;
  return placeOf(one.entry.submission.submissionId) - placeOf(other.entry.submission.submissionId);
}

/** The whole queue, in no order. */
export function unsortedStandings(context: SubmissionContext): Standing[] {
  return context.queue.entries().map((entry) => ({ entry, state: queueStateOf(context, entry) }));
}

/** The whole queue in the order of the list. */
export function standings(context: SubmissionContext): readonly Standing[] {
  return unsortedStandings(context).sort((one, other) => compare(context, one, other));
}

/** Those among whom the order counts: whoever waits for a turn or is paused before it. */
export function inLine(all: readonly Standing[]): readonly Standing[] {
  return all.filter(
    ({ entry, state }) => state === 'waiting' || (state === 'paused' && entry.submission.state !== 'failed'),
  );
}

function waitsForOf(context: SubmissionContext, { entry, state }: Standing): QueueItem['waitsFor'] {
  const { submissionId, channel } = entry.submission;
  if (state !== 'waiting') return null;
  if (context.runs.get(submissionId)?.stage === 'same-name') return 'same-name';
  return channel === 'sftp' && context.server.retryAt() !== null ? 'server' : 'turn';
}

/** Takes one of the queue and its place in the line (null: none); gives it as the page sees it. */
export function describeItem(context: SubmissionContext, standing: Standing, turn: number | null): QueueItem {
  const { entry, state } = standing;
  const { submissionId, fileName, folderId, channel, size, error } = entry.submission;
  const waitsFor = waitsForOf(context, standing);
  return {
    submissionId,
    fileName,
    folderId,
    channel,
    size,
    sentBytes: Math.min(entry.sentBytes, size),
    bytesPerSecond: state === 'running' ? entry.bytesPerSecond : 0,
    state,
    turn,
    waitsFor,
    nextAttemptAt: waitsFor === 'server' ? context.server.retryAt() : state === 'retrying' ? entry.wish.retryAt : null,
    retries: entry.wish.retries,
    heldBy: state !== 'paused' ? null : entry.wish.paused ? 'itself' : 'queue',
    pausing: pausingOf(context, entry, state),
    error,
  };
}

/** How the queue stands as a whole. */
export function totalsOf(context: SubmissionContext, all: readonly Standing[]): QueueTotals {
  const counts = Object.fromEntries(queueStates.map((state) => [state, 0])) as QueueTotals['counts'];
  let sentBytes = 0;
  let totalBytes = 0;
  for (const { entry, state } of all) {
    counts[state] += 1;
    if (!entry.inBatch || state === 'refused' || state === 'failed' || state === 'in-doubt') continue;
    totalBytes += entry.submission.size;
    sentBytes += Math.min(entry.sentBytes, entry.submission.size);
  }
  const bytesPerSecond = counts.running > 0 ? context.queue.bytesPerSecond() : 0;
  const { paused } = context.queue.state();
  return { counts, sentBytes, totalBytes, bytesPerSecond, paused, serverRetryAt: context.server.retryAt() };
}
