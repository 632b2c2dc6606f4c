import type { SubmissionWindow, submissionCalls } from '../../../shared/contract/submission.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { SubmissionService } from '../../submission/submission-service.ts';
import type { Handlers } from './handlers.ts';

function copied<T>(result: Result<readonly T[]>): Result<T[]> {
  return result.ok ? ok([...result.value]) : result;
}

/** Drafts and submissions. */
export function submissionHandlers(
  service: SubmissionService,
  windowOf: (folderId: string) => SubmissionWindow,
): Handlers<keyof typeof submissionCalls> {
  return {
    'folder/list': async () => copied(await service.listFolders()),
    'draft/list': () => copied(service.listDrafts()),
    'draft/update': (change) => service.updateDraft(change),
    'draft/remove': async ({ draftId }) => {
      const removed = await service.removeDraft(draftId);
      return removed.ok ? ok({}) : removed;
    },
    'submission/submit': (input) => service.submit(input),
    'submission/channels': async () => ok(await service.channels()),
    'submission/window': ({ folderId }) => ok(windowOf(folderId)),
    'submission/list': ({ limit }) => copied(service.listSubmissions(limit)),
    'submission/cancel': ({ submissionId }) => service.cancel(submissionId),
    'submission/retry': ({ submissionId }) => service.retry(submissionId),
    'submission/ask': ({ submissionId }) => service.ask(submissionId),
    'submission/receipt': ({ submissionId }) => service.receipt(submissionId),
  };
}
