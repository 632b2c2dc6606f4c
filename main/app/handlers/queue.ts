import type { queueCalls } from '../../../shared/contract/queue.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { SubmissionQueue } from '../../submission/queue/submission-queue.ts';
import type { Handlers } from './handlers.ts';

/** The queue of submissions. */
export function queueHandlers(queue: SubmissionQueue): Handlers<keyof typeof queueCalls> {
  return {
    'queue/list': (part) => ok(queue.list(part)),
    'queue/pause': ({ submissionId }) => queue.pause(submissionId),
    'queue/resume': ({ submissionId }) => queue.resume(submissionId),
    'queue/move': ({ submissionId, to }) => queue.move(submissionId, to),
    'queue/clearDone': () => queue.clearDone(),
  };
}
