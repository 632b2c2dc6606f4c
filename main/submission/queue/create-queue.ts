import { ok, type Result } from '../../../shared/lib/result.ts';
import type { SubmissionContext } from '../context.ts';
import { listQueue, queueTotals } from './list-queue.ts';
import { moveSubmission } from './move-submission.ts';
import { pauseQueue, pauseSubmission } from './pause-submission.ts';
import { resumeQueue, resumeSubmission } from './resume-submission.ts';
import type { SubmissionQueue } from './submission-queue.ts';

/** See {@link SubmissionQueue}. */
export function createQueue(context: SubmissionContext): SubmissionQueue {
  const totalsAfter = (done: Result<null>) => (done.ok ? ok(queueTotals(context)) : done);
  return {
    list: (part) => listQueue(context, part),
    pause: async (id) => totalsAfter(await (id === null ? pauseQueue(context) : pauseSubmission(context, id))),
    resume: (id) => totalsAfter(id === null ? resumeQueue(context) : resumeSubmission(context, id)),
    move: (id, to) => totalsAfter(moveSubmission(context, id, to)),
    clearDone: () => {
      const clearedTo = Number(context.ledger.head().split(':')[0]);
      return totalsAfter(context.queue.keepState({ ...context.queue.state(), clearedTo }));
    },
  };
}
