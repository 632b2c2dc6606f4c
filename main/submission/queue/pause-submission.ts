import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Run, SubmissionContext } from '../context.ts';
import { tellChanged } from '../record-state.ts';
import { attemptAgain, mayAttemptAgain } from '../retry-submission.ts';

/** Only what goes by SFTP under a hidden name can go on later from where it was broken off. */
function whyNotPausable({ sftp }: SubmissionContext, run: Run): 'by-web' | 'no-rename' | null {
  if (run.channel === 'web') return 'by-web';
  return sftp?.rename === false ? 'no-rename' : null;
}

/** Breaks off what is being sent; its hidden file stays on the server. `holdAgain` then puts it back into the line. */
function breakOff(run: Run): Promise<void> {
  run.pausing = true;
  run.controller.abort();
  return run.done;
}

/**
 * Holds one submission, durably: one that waits stays in its place; one that is being sent by SFTP is broken off and waits; one that is
 * to be tried again is not. One that has ended is left alone. Errors: `submission-not-found`, `queue-not-pausable` (details.reason),
 * `disk-full`, `ledger-damaged`.
 */
export async function pauseSubmission(context: SubmissionContext, submissionId: string): Promise<Result<null>> {
  const { queue, runs } = context;
  const entry = queue.entry(submissionId);
  if (!entry) return err(appError('submission-not-found'));
  const run = runs.get(submissionId);
  const wish = queue.wishOf(submissionId);
  if (!run && wish.retryAt === null) return ok(null);
  const isSending = entry.submission.state === 'sending';
  const reason = run && isSending ? whyNotPausable(context, run) : null;
  if (reason !== null) return err(appError('queue-not-pausable', { details: { reason } }));
  const kept = queue.keep({ ...wish, paused: true });
  if (kept.ok && run && isSending) await breakOff(run);
  if (kept.ok) tellChanged(context, submissionId);
  return kept;
}

/** Holds the whole queue, durably: nothing new begins, what goes by SFTP is broken off, what goes by web comes to its end. */
export async function pauseQueue(context: SubmissionContext): Promise<Result<null>> {
  const { queue, runs } = context;
  const kept = queue.keepState({ ...queue.state(), paused: true });
  if (!kept.ok) return kept;
  const sending = [...runs].filter(
    ([id, run]) => queue.entry(id)?.submission.state === 'sending' && whyNotPausable(context, run) === null,
  );
  await Promise.all(sending.map(([, run]) => breakOff(run)));
  return kept;
}

/**
 * After a sending was broken off by a pause: it stands in the line again, in the name of whoever pressed, and stays there until it is
 * resumed. When something else became of it first, that is what counts, and the pause is over.
 */
export function holdAgain(context: SubmissionContext, submissionId: string): void {
  const { ledger, queue } = context;
  const record = ledger.submission(submissionId);
  const wasBrokenOff = record?.newest.kind === 'failed' && record.newest.detail.error.code === 'cancelled';
  if (wasBrokenOff && mayAttemptAgain(context, record).ok && attemptAgain(context, record, record.pressedBy).ok) return;
  const wish = queue.wishOf(submissionId);
  if (wish.paused) queue.keep({ ...wish, paused: false });
}
