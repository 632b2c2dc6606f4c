import { appError } from '../../shared/contract/errors.ts';
import type { Run, SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';
import { sendSubmission } from './send-submission.ts';

async function run(context: SubmissionContext, submissionId: string, state: Pick<Run, 'controller' | 'cancelled'>) {
  const release = await context.takeTurn(AbortSignal.any([state.controller.signal, context.closing]));
  if (!release) {
    if (!context.closing.aborted) {
      const error = appError('cancelled', { retry: 'now' });
      recordState(context, { submissionId, kind: 'failed', detail: { error } });
    }
    return;
  }
  try {
    await sendSubmission(context, submissionId, state);
  } finally {
    release();
  }
}

/**
 * Starts sending a submission that is `checked` or `in-doubt`, when its turn comes. `context.afterRun` sees to what stays
 * in doubt.
 */
export function startRun(context: SubmissionContext, submissionId: string): void {
  const state = { controller: new AbortController(), cancelled: false };
  const done = run(context, submissionId, state).finally(() => {
    context.runs.delete(submissionId);
    context.afterRun(submissionId);
  });
  context.runs.set(submissionId, Object.assign(state, { done }));
  context.background(done);
}
