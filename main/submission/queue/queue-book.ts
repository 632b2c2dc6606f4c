import type { Progress } from '../../../shared/contract/submission.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { openStates } from '../../../shared/model/submission-transitions.ts';
import type { Ledger, QueueState, QueueWish, SubmissionRecord } from '../../ledger/ledger.ts';
import { describeSubmission } from '../describe.ts';
import { createQueueEntries, LISTED_MS, type QueueEntry } from './queue-entries.ts';

/**
 * The queue as it stands, in memory, so that many thousands can be counted and listed: the submissions that are open, those that ended
 * of late, and what the operator wants of them. The ledger is the truth of both.
 */
export interface QueueBook {
  entry(submissionId: string): QueueEntry | null;
  entries(): readonly QueueEntry[];
  wishOf(submissionId: string): QueueWish;
  state(): QueueState;
  /** It or the whole queue is paused. */
  isHeld(submissionId: string): boolean;
  /** The lower, the earlier. */
  placeOf(submissionId: string): number;
  /** Its newest row is in the ledger. */
  note(record: SubmissionRecord): void;
  progress(progress: Progress): void;
  /** Durable when it returns, all of them or none. */
  keep(...wishes: readonly QueueWish[]): Result<null>;
  keepState(state: QueueState): Result<null>;
  /** Of all that goes. */
  bytesPerSecond(): number;
}

export interface QueueBookParts {
  readonly ledger: Pick<Ledger, 'queue' | 'submissionsIn' | 'submission'>;
  readonly clock: Clock;
  /** False: a pause of the whole queue is for the terminal that sends by itself, not for this program. */
  readonly mindsPause: boolean;
  readonly onChange: () => void;
}

const noWish = (submissionId: string): QueueWish => {
  return { submissionId, place: null, paused: false, retries: 0, retryAt: null };
};

function firstRecords({ ledger, clock }: QueueBookParts, wishes: Iterable<QueueWish>): readonly SubmissionRecord[] {
  const { clearedTo } = ledger.queue.state();
  const ended = ledger.queue
    .endedSince(clock.now() - LISTED_MS)
    .filter(({ newest }) => newest.kind === 'failed' || newest.seq > clearedTo);
  const awaited = [...wishes].flatMap(({ submissionId, retryAt }) => {
    const record = retryAt === null ? null : ledger.submission(submissionId);
    return record?.newest.kind === 'failed' ? [record] : [];
  });
  return [...ended, ...awaited, ...ledger.submissionsIn(openStates)];
}

/** Opens the queue from the ledger. */
export function createQueueBook(parts: QueueBookParts): QueueBook {
  const { ledger, clock, mindsPause, onChange } = parts;
  const wishes = new Map(ledger.queue.wishes().map((wish) => [wish.submissionId, wish]));
  const entries = createQueueEntries(clock, onChange);
  let state = ledger.queue.state();
  const wishOf = (submissionId: string) => wishes.get(submissionId) ?? noWish(submissionId);

  const keep = (...changed: readonly QueueWish[]): Result<null> => {
    const written = ledger.queue.keep(changed);
    if (!written.ok) return written;
    for (const wish of changed) {
      wishes.set(wish.submissionId, wish);
      entries.wish(wish);
    }
    return written;
  };
  const note = (record: SubmissionRecord) => {
    const { submissionId } = record.facts;
    const { kind } = record.newest;
    const isOver = kind === 'confirmed' || kind === 'refused' || record.dismissed;
    // Wishes of what is over are forgotten; a full disk lets them be, and they mean nothing.
    if (isOver && wishes.has(submissionId)) {
      keep(noWish(submissionId));
      wishes.delete(submissionId);
    }
    if (record.dismissed) entries.remove(submissionId);
    else entries.note(describeSubmission(record), record.order, wishOf(submissionId));
  };
  for (const record of firstRecords(parts, wishes.values())) note(record);

  return {
    entry: entries.get,
    entries: entries.list,
    wishOf,
    state: () => state,
    isHeld: (submissionId) => wishOf(submissionId).paused || (mindsPause && state.paused),
    placeOf: (submissionId) => wishOf(submissionId).place ?? entries.get(submissionId)?.order ?? 0,
    note,
    progress: entries.progress,
    keep,
    keepState(next) {
      const written = ledger.queue.keepState(next);
      if (!written.ok) return written;
      if (next.clearedTo !== state.clearedTo) entries.removeOver();
      state = next;
      onChange();
      return written;
    },
    bytesPerSecond: entries.bytesPerSecond,
  };
}
