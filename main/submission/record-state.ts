import { appError } from '../../shared/contract/errors.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { JournalKind } from '../../shared/model/submission-transitions.ts';
import type { JournalDetails } from '../ledger/ledger.ts';
import type { SubmissionContext } from './context.ts';
import { describeInQueue } from './describe.ts';

/** The submission as it stands in the ledger, or `submission-not-found`. */
export function currentSubmission(context: SubmissionContext, submissionId: string): Result<Submission> {
  const record = context.ledger.submission(submissionId);
  return record ? ok(describeInQueue(context, record)) : err(appError('submission-not-found'));
}

/**
 * Writes a journal row of a submission, durably, and then tells the page. Gives the submission in its new state; `disk-full` and
 * `ledger-damaged` leave the state as it was.
 */
export function recordState<K extends JournalKind>(
  context: SubmissionContext,
  row: { readonly submissionId: string; readonly kind: K; readonly detail: JournalDetails[K] },
): Result<Submission> {
  context.onStep(`${row.kind}-recorded:before`);
  if (row.kind === 'failed' && 'error' in row.detail && row.detail.error) {
    context.beforeFailure(row.submissionId, row.detail.error);
  }
  const written = context.ledger.appendJournal(row.submissionId, row.kind, row.detail);
  if (!written.ok) return written;
  context.onStep(`${row.kind}-recorded:after`);
  return tellChanged(context, row.submissionId);
}

/** Tells the queue and the page of a row that was written. */
export function tellChanged(context: SubmissionContext, submissionId: string): Result<Submission> {
  const record = context.ledger.submission(submissionId);
  if (!record) return err(appError('submission-not-found'));
  context.queue.note(record);
  const submission = describeInQueue(context, record);
  context.publish({ name: 'submission/changed', payload: submission });
  return ok(submission);
}
