import { appError } from '../../shared/contract/errors.ts';
import type { Run, SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';
import { sendSubmission } from './send-submission.ts';

/** Settles when all of it has, or when the signal is raised. */
function settled(work: readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    void Promise.allSettled(work).then(() => resolve());
  });
}

type Starting = Pick<Run, 'controller' | 'cancelled' | 'name'>;

async function run(context: SubmissionContext, submissionId: string, state: Starting) {
  const signal = AbortSignal.any([state.controller.signal, context.closing]);
  // The exchange keeps what arrives last under a name, so that must be what was pressed last.
  const earlier = [...context.runs.values()].filter(({ name }) => name === state.name);
  if (earlier.length > 0) {
    await settled(
      earlier.map(({ done }) => done),
      signal,
    );
  }
  const release = await context.takeTurn(signal);
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
 * Starts sending a submission that is `checked` or `in-doubt`, when its turn comes and those of the same name before it have ended. `context.afterRun` sees to what stays
 * in doubt.
 */
export function startRun(context: SubmissionContext, submissionId: string): void {
  const facts = context.ledger.submission(submissionId)?.facts;
  const name = JSON.stringify([facts?.folderId, facts?.fileName]);
  const state = { controller: new AbortController(), cancelled: false, name };
  const done = run(context, submissionId, state).finally(() => {
    context.runs.delete(submissionId);
    context.afterRun(submissionId);
  });
  context.runs.set(submissionId, Object.assign(state, { done }));
  context.background(done);
}
