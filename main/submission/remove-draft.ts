import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';

/**
 * Removes a draft and its copy. With the id of a refused or failed submission it puts that one aside: its copy goes, the
 * submission stays listed and can no longer be retried. Errors: `draft-not-found`, `submission-already-sent` (any other state),
 * `disk-full`, `ledger-damaged`.
 */
export async function removeDraft(context: SubmissionContext, draftId: string): Promise<Result<null>> {
  if (context.ledger.draft(draftId)) {
    const written = context.ledger.appendJournal(draftId, 'removed', {});
    if (!written.ok) return written;
    context.publish({ name: 'draft/removed', payload: { draftId } });
  } else {
    const submission = context.ledger.submission(draftId);
    if (!submission) return err(appError('draft-not-found'));
    const { kind } = submission.newest;
    if (kind !== 'refused' && kind !== 'failed') return err(appError('submission-already-sent'));
    if (submission.dismissed) return ok(null);
    const put = recordState(context, { submissionId: draftId, kind: 'dismissed', detail: {} });
    if (!put.ok) return put;
  }
  await context.spool.remove(draftId);
  return ok(null);
}
