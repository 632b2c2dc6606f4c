import type { CallOutput, ParsedInput } from '../../../shared/contract/index.ts';
import type { QueueTotals } from '../../../shared/contract/queue.ts';
import type { Result } from '../../../shared/lib/result.ts';

/** The submissions of both channels, in the order in which they get their turns. Pauses and order survive a restart. */
export interface SubmissionQueue {
  list(part: ParsedInput<'queue/list'>): CallOutput<'queue/list'>;
  /** Null: the whole queue. Answers when what was being sent is broken off. */
  pause(submissionId: string | null): Promise<Result<QueueTotals>>;
  resume(submissionId: string | null): Result<QueueTotals>;
  move(submissionId: string, to: ParsedInput<'queue/move'>['to']): Result<QueueTotals>;
  clearDone(): Result<QueueTotals>;
}
