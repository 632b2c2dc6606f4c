import type { Submission } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import { askExchange } from './ask-exchange.ts';
import type { SubmissionContext } from './context.ts';
import { FIRST_WAIT_MS } from './pursue.ts';
import { currentSubmission, tellChanged } from './record-state.ts';

/**
 * Breaks off a submission that is being sent or waits for its turn (its hidden file on an SFTP server goes, as long as the connection is
 * there), and asks the exchange what it has: `failed` with `cancelled`, or
 * the truth (`confirmed`) when it was too late, or `in-doubt` while it cannot be known. One that was to be tried again is not. One
 * that has ended is given as it is. Errors: `submission-not-found`, `disk-full`, `ledger-damaged`.
 */
export async function cancelSubmission(context: SubmissionContext, submissionId: string): Promise<Result<Submission>> {
  const { queue, retryWaits } = context;
  const wish = queue.wishOf(submissionId);
  if (wish.paused || wish.retryAt !== null) {
    retryWaits.get(submissionId)?.abort();
    const kept = queue.keep({ ...wish, paused: false, retries: 0, retryAt: null });
    if (!kept.ok) return kept;
    if (wish.retryAt !== null) tellChanged(context, submissionId);
  }
  const run = context.runs.get(submissionId);
  if (run) {
    run.cancelled = true;
    run.controller.abort();
    await run.done;
    if (context.ledger.submission(submissionId)?.newest.kind === 'in-doubt') {
      await context.wait(FIRST_WAIT_MS, context.closing);
      await askExchange(context, submissionId);
    }
  }
  return currentSubmission(context, submissionId);
}
