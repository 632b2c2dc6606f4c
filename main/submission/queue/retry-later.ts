import type { AppError } from '../../../shared/contract/errors.ts';
import type { SubmissionContext } from '../context.ts';
import { tellChanged } from '../record-state.ts';
import { attemptAgain, mayAttemptAgain } from '../retry-submission.ts';
import { backOffMs, LONGEST_MS, MOST_RETRIES, mayPass } from './back-off.ts';

/** The next attempt by itself, in the name of whoever pressed last. Not while it is held: resuming comes here again. */
function attemptByItself(context: SubmissionContext, submissionId: string): void {
  const { ledger, queue } = context;
  const wish = queue.wishOf(submissionId);
  if (wish.retryAt === null || queue.isHeld(submissionId)) return;
  const record = ledger.submission(submissionId);
  const isBegun = record && mayAttemptAgain(context, record).ok && attemptAgain(context, record, record.pressedBy).ok;
  queue.keep({ ...queue.wishOf(submissionId), retryAt: null });
  // Whatever hinders it now (a later file of its name, a full disk) is for the operator to see.
  if (!isBegun) tellChanged(context, submissionId);
}

/** Waits for the time at which a failed submission is tried again. One that was waited for already is waited for anew. */
export function awaitRetry(context: SubmissionContext, submissionId: string): void {
  context.retryWaits.get(submissionId)?.abort();
  const { retryAt } = context.queue.wishOf(submissionId);
  if (retryAt === null) return;
  const waiting = new AbortController();
  context.retryWaits.set(submissionId, waiting);
  const wait = async () => {
    const signal = AbortSignal.any([waiting.signal, context.closing]);
    // A clock that was set back since would put it off for hours.
    await context.wait(Math.min(LONGEST_MS, Math.max(0, retryAt - context.clock.now())), signal);
    if (signal.aborted) return;
    context.retryWaits.delete(submissionId);
    attemptByItself(context, submissionId);
  };
  context.background(wait());
}

function mayPlan(context: SubmissionContext, submissionId: string, error: AppError): boolean {
  const { ledger, runs, resumes } = context;
  const record = ledger.submission(submissionId);
  if (!resumes || record?.facts.channel !== 'sftp' || record.newest.kind !== 'sending' || !mayPass(error)) return false;
  const run = runs.get(submissionId);
  return !run?.cancelled && !run?.pausing;
}

/**
 * Before a failure is written down: plans the next attempt when it went by SFTP, certainly nothing arrived, and the reason may pass by
 * itself. Never for what was in doubt, and never for what goes by web (there the operator presses Retry).
 */
export function planRetry(context: SubmissionContext, submissionId: string, error: AppError): void {
  const { queue, clock, server } = context;
  const wish = queue.wishOf(submissionId);
  const may = mayPlan(context, submissionId, error);
  if (may) server.failed();
  if (may && wish.retries < MOST_RETRIES) {
    const planned = { ...wish, retries: wish.retries + 1, retryAt: clock.now() + backOffMs(wish.retries) };
    if (queue.keep(planned).ok) awaitRetry(context, submissionId);
  } else if (wish.retryAt !== null) queue.keep({ ...wish, retryAt: null });
}
