import type { SubmissionRecord } from '../../ledger/ledger.ts';
import type { SubmissionContext } from '../context.ts';
import { tellChanged } from '../record-state.ts';

type PressedFile = Pick<SubmissionRecord['facts'], 'submissionId' | 'folderId' | 'fileName'>;

/**
 * After a press of Submit or Retry: what was planned for other files of its name is called off. The operator's last word is this file,
 * and an earlier one that goes by itself would stand in its way, or in its place.
 */
export function callOffOthers(context: SubmissionContext, pressed: PressedFile): void {
  const { ledger, queue, retryWaits } = context;
  const { submissionId, folderId, fileName } = pressed;
  for (const { facts } of ledger.submissionsOf(fileName, ['failed'])) {
    const wish = queue.wishOf(facts.submissionId);
    if (facts.submissionId === submissionId || facts.folderId !== folderId || wish.retryAt === null) continue;
    retryWaits.get(facts.submissionId)?.abort();
    if (queue.keep({ ...wish, paused: false, retryAt: null }).ok) tellChanged(context, facts.submissionId);
  }
}
