import { appError } from '../../shared/contract/errors.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { SubmissionRecord } from '../ledger/ledger.ts';
import { ecpUser, type SubmissionContext } from './context.ts';
import { callOffOthers } from './queue/call-off-others.ts';
import { recordState } from './record-state.ts';
import { startRun } from './start-run.ts';

/** Whether a failed submission can be sent again: it was not put aside, its error does not say never, and no later file took its place. */
export function mayAttemptAgain(context: SubmissionContext, record: SubmissionRecord): Result<null> {
  const { newest, facts } = record;
  const isOver = newest.kind !== 'failed' || newest.detail.error.retry === 'never' || record.dismissed;
  // The operator's last word under this name was another file: only a new choice of the file, which asks, may replace that one.
  return isOver || context.ledger.isSuperseded(facts.submissionId)
    ? err(appError('submission-not-retryable'))
    : ok(null);
}

/** Puts a failed submission into the line again, under its idempotency key and in somebody's name. Errors: `disk-full`, `ledger-damaged`. */
export function attemptAgain(
  context: SubmissionContext,
  { facts, attempts }: SubmissionRecord,
  userId: string,
): Result<Submission> {
  const { submissionId, folderId, identity, participantCode, inputDate, idempotencyKey, replaces, channel } = facts;
  const choices = { folderId, identity, participantCode, inputDate };
  const detail = { ...choices, idempotencyKey, replaces, channel, userId, attempt: attempts + 1 };
  const checked = recordState(context, { submissionId, kind: 'checked', detail });
  if (checked.ok) startRun(context, submissionId);
  return checked;
}

/**
 * Sends a failed submission again under its idempotency key, from the same copy, whatever was planned for it before. Errors:
 * `not-logged-in`, `submission-not-found`, `submission-not-retryable` (not failed, put aside, its error says never, or a later file of
 * its name took its place), `disk-full`, `ledger-damaged`.
 */
export function retrySubmission(context: SubmissionContext, submissionId: string): Result<Submission> {
  const { ledger, queue, retryWaits, server } = context;
  const record = ledger.submission(submissionId);
  if (!record) return err(appError('submission-not-found'));
  const may = mayAttemptAgain(context, record);
  if (!may.ok) return may;
  const userId = ecpUser(context) ?? (record.facts.channel === 'sftp' ? record.pressedBy : null);
  if (userId === null) return err(appError('not-logged-in', { retry: 'after-login' }));
  retryWaits.get(submissionId)?.abort();
  const kept = queue.keep({ ...queue.wishOf(submissionId), paused: false, retries: 0, retryAt: null });
  if (!kept.ok) return kept;
  callOffOthers(context, record.facts);
  if (record.facts.channel === 'sftp') server.tryNow();
  return attemptAgain(context, record, userId);
}
