import type { SubmissionRecord } from '../../ledger/ledger.ts';
import type { SubmissionContext } from '../context.ts';
import { startRun } from '../start-run.ts';
import { holdAgain } from './pause-submission.ts';
import { awaitRetry } from './retry-later.ts';

/**
 * Whether a submission that had not begun stays in the line over a restart: it is held, so there is nothing to ask. By web the log in
 * that it needs comes first, unless it was paused by itself.
 */
export function staysInLine({ ledger, queue }: SubmissionContext, { facts, newest }: SubmissionRecord): boolean {
  const { submissionId, channel } = facts;
  if (newest.kind !== 'checked') return false;
  const isHeld = queue.wishOf(submissionId).paused || (queue.state().paused && channel === 'sftp');
  return isHeld && !ledger.isSuperseded(submissionId);
}

/** At start: what is held stands in the line again, and what was to be tried again is waited for. */
export function restoreQueue(context: SubmissionContext): void {
  if (!context.resumes) return;
  for (const { submission, wish } of context.queue.entries()) {
    const { submissionId, state } = submission;
    // Any other that was `checked` has been marked as interrupted.
    if (state === 'checked' && context.queue.isHeld(submissionId)) startRun(context, submissionId);
    else if (state === 'failed' && wish.retryAt !== null) awaitRetry(context, submissionId);
    else if (state === 'failed' && wish.paused) holdAgain(context, submissionId);
  }
}
