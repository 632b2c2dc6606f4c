import type { SubmissionContext } from '../context.ts';
import { startRun } from '../start-run.ts';
import { holdAgain } from './pause-submission.ts';
import { awaitRetry } from './retry-later.ts';

/**
 * Whether a submission that had not begun stays in the line over a restart: it is held, so there is nothing to ask. By web the log in
 * that it needs comes first, unless it was paused by itself.
 */
export function staysInLine(context: SubmissionContext, submissionId: string): boolean {
  const { ledger, queue } = context;
  const record = ledger.submission(submissionId);
  if (record?.newest.kind !== 'checked' || ledger.isSuperseded(submissionId)) return false;
  if (queue.wishOf(submissionId).paused) return true;
  return queue.state().paused && record.facts.channel === 'sftp';
}

/** At start: what is held stands in the line again, and what was to be tried again is waited for. */
export function restoreQueue(context: SubmissionContext): void {
  if (!context.resumes) return;
  for (const { submission, wish } of context.queue.entries()) {
    const { submissionId, state } = submission;
    if (state === 'checked' && staysInLine(context, submissionId)) startRun(context, submissionId);
    else if (state === 'failed' && wish.retryAt !== null) awaitRetry(context, submissionId);
    else if (state === 'failed' && wish.paused) holdAgain(context, submissionId);
  }
}
