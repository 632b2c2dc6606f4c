import type { Progress, Submission } from '../../../shared/contract/submission.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import { openStates } from '../../../shared/model/submission-transitions.ts';
import type { QueueWish } from '../../ledger/ledger.ts';
import { createSpeedWindow } from './speed-window.ts';

/** What ended is listed for a day, in ms. */
export const LISTED_MS = 24 * 3_600_000;

/** One submission in the queue. */
export interface QueueEntry {
  readonly submission: Submission;
  readonly order: number;
  readonly wish: QueueWish;
  readonly sentBytes: number;
  readonly bytesPerSecond: number;
  /** The most that any attempt has sent: what went before does not count for the speed again. */
  readonly reached: number;
  /** Belongs to what has been under way since the queue was last empty. */
  readonly inBatch: boolean;
}

const isOver = ({ state }: Submission) => state === 'confirmed' || state === 'refused';

function isUnderWay({ submission: { state }, wish }: QueueEntry): boolean {
  return (state !== 'in-doubt' && openStates.includes(state)) || (state === 'failed' && wish.retryAt !== null);
}

/** The entries of the queue in memory, with what went of each and of the batch. */
export function createQueueEntries(clock: Clock, onChange: () => void) {
  const entries = new Map<string, QueueEntry>();
  const underWay = new Set<string>();
  const window = createSpeedWindow(clock);

  const put = (entry: QueueEntry) => {
    const { submissionId } = entry.submission;
    if (isUnderWay(entry)) {
      // The first one after a rest begins a new batch.
      if (underWay.size === 0) for (const [id, old] of entries) entries.set(id, { ...old, inBatch: false });
      underWay.add(submissionId);
      entries.set(submissionId, { ...entry, inBatch: true });
    } else {
      underWay.delete(submissionId);
      entries.set(submissionId, entry);
    }
    onChange();
  };
  const remove = (submissionId: string) => {
    underWay.delete(submissionId);
    if (entries.delete(submissionId)) onChange();
  };
  const forgetOld = () => {
    const oldest = clock.now() - LISTED_MS;
    for (const [id, { submission }] of entries) {
      if (!underWay.has(id) && submission.state !== 'in-doubt' && submission.changedAt < oldest) entries.delete(id);
    }
  };

  return {
    get: (submissionId: string): QueueEntry | null => entries.get(submissionId) ?? null,
    list(): readonly QueueEntry[] {
      forgetOld();
      return [...entries.values()];
    },
    /** Its state has changed. */
    note(submission: Submission, order: number, wish: QueueWish): void {
      const { submissionId, size, state } = submission;
      const before = entries.get(submissionId);
      const sentBytes = state === 'confirmed' || state === 'sent' ? size : (before?.sentBytes ?? 0);
      const reached = Math.max(before?.reached ?? 0, sentBytes);
      if (before) window.add(reached - before.reached);
      put({ submission, order, wish, sentBytes, bytesPerSecond: 0, reached, inBatch: before?.inBatch ?? false });
    },
    wish(wish: QueueWish): void {
      const entry = entries.get(wish.submissionId);
      if (entry) put({ ...entry, wish });
    },
    progress({ submissionId, sentBytes, bytesPerSecond }: Progress): void {
      const entry = entries.get(submissionId);
      if (!entry) return;
      const reached = Math.max(entry.reached, sentBytes);
      window.add(reached - entry.reached);
      entries.set(submissionId, { ...entry, sentBytes, bytesPerSecond, reached });
      onChange();
    },
    remove,
    removeOver(): void {
      for (const [id, { submission }] of entries) if (isOver(submission)) remove(id);
    },
    bytesPerSecond: (): number => (underWay.size > 0 ? window.speed() : 0),
  };
}
