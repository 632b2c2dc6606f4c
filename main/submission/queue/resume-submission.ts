import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { ecpUser, type SubmissionContext } from '../context.ts';
import { tellChanged } from '../record-state.ts';
import { awaitRetry } from './retry-later.ts';

/**
 * Ends the pause of one submission. Errors: `submission-not-found`, `not-logged-in` (it goes by web, so it stays paused), `disk-full`,
 * `ledger-damaged`.
 */
export function resumeSubmission(context: SubmissionContext, submissionId: string): Result<null> {
  const { queue, turns } = context;
  const entry = queue.entry(submissionId);
  if (!entry) return err(appError('submission-not-found'));
  const wish = queue.wishOf(submissionId);
  if (!wish.paused) return ok(null);
  if (entry.submission.channel === 'web' && ecpUser(context) === null) {
    return err(appError('not-logged-in', { retry: 'after-login' }));
  }
  const kept = queue.keep({ ...wish, paused: false });
  if (!kept.ok) return kept;
  tellChanged(context, submissionId);
  turns.look();
  awaitRetry(context, submissionId);
  return kept;
}

/** Ends the pause of the whole queue; what was paused alone stays so. Errors: `disk-full`, `ledger-damaged`. */
export function resumeQueue(context: SubmissionContext): Result<null> {
  const { queue, turns } = context;
  const kept = queue.keepState({ ...queue.state(), paused: false });
  if (!kept.ok) return kept;
  turns.look();
  for (const { submission, wish } of queue.entries()) {
    if (wish.retryAt !== null) awaitRetry(context, submission.submissionId);
  }
  return kept;
}
