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

type Starting = Omit<Run, 'done'>;

async function run(context: SubmissionContext, submissionId: string, state: Starting) {
  const signal = AbortSignal.any([state.controller.signal, context.closing]);
  // The exchange keeps what arrives last under a name, so that must be what was pressed last.
  const earlier = [...(context.underName.get(state.name) ?? [])];
  if (earlier.length > 0) {
    state.stage = 'same-name';
    await settled(earlier, signal);
    state.stage = 'turn';
  }
  const release = await context.turns.take({ submissionId, channel: state.channel }, signal);
  if (!release) {
    if (!context.closing.aborted) {
      const error = appError('cancelled', { retry: 'now' });
      recordState(context, { submissionId, kind: 'failed', detail: { error } });
    }
    return;
  }
  state.stage = 'sending';
  try {
    await sendSubmission(context, submissionId, state);
  } finally {
    release();
  }
}

function leaveName({ underName }: SubmissionContext, name: string, done: Promise<void>): void {
  const others = underName.get(name);
  others?.delete(done);
  if (others?.size === 0) underName.delete(name);
}

/**
 * Starts sending a submission that is `checked` or `in-doubt`, when its turn comes and those of the same name before it have ended. `context.afterRun` sees to what stays
 * in doubt.
 */
export function startRun(context: SubmissionContext, submissionId: string): void {
  const facts = context.ledger.submission(submissionId)?.facts;
  if (!facts) throw new Error('a submission left the ledger');
  const name = JSON.stringify([facts.folderId, facts.fileName]);
  const { channel } = facts;
  const controller = new AbortController();
  const state: Starting = { controller, cancelled: false, pausing: false, name, channel, stage: 'turn' };
  const done = run(context, submissionId, state).finally(() => {
    leaveName(context, name, done);
    // A retry may have come before the end of this one; that one is the run then, and waits for this one.
    if (context.runs.get(submissionId)?.controller === controller) context.runs.delete(submissionId);
    context.afterRun(submissionId, state);
  });
  context.runs.set(submissionId, Object.assign(state, { done }));
  context.underName.set(name, (context.underName.get(name) ?? new Set()).add(done));
  context.background(done);
}
