import { appError } from '../../shared/contract/errors.ts';
import type { Submission } from '../../shared/contract/submission.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import { ecpUser, type SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';
import { startRun } from './start-run.ts';

/**
 * Sends a failed submission again under its idempotency key, from the same copy. Errors: `not-logged-in`, `submission-not-found`,
 * `submission-not-retryable` (not failed, put aside, its error says never, or a later file of its name took its place), `disk-full`, `ledger-damaged`.
 */
export function retrySubmission(context: SubmissionContext, submissionId: string): Result<Submission> {
  const record = context.ledger.submission(submissionId);
  if (!record) return err(appError('submission-not-found'));
  const { newest, facts } = record;
  if (newest.kind !== 'failed' || newest.detail.error.retry === 'never' || record.dismissed) {
    return err(appError('submission-not-retryable'));
  }
  // The operator's last word under this name was another file: only a new choice of the file, which asks, may replace that one.
  if (context.ledger.isSuperseded(submissionId)) return err(appError('submission-not-retryable'));
  const userId = ecpUser(context) ?? (record.facts.channel === 'sftp' ? record.pressedBy : null);
  if (userId === null) return err(appError('not-logged-in', { retry: 'after-login' }));
  const { folderId, identity, participantCode, inputDate, idempotencyKey, replaces, channel } = facts;
  const choices = { folderId, identity, participantCode, inputDate };
  const detail = { ...choices, idempotencyKey, replaces, channel, userId, attempt: record.attempts + 1 };
  const checked = recordState(context, { submissionId, kind: 'checked', detail });
  if (checked.ok) startRun(context, submissionId);
  return checked;
}
