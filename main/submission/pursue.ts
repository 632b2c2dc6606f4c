import { openStates } from '../../shared/model/submission-transitions.ts';
import { askExchange } from './ask-exchange.ts';
import type { AskResult, SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';

/** The first pause lets a request that was cut reach its end at the exchange, so that "unknown" is not said too early. */
export const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * A submission that is open although nobody works on it could not be written down (a full disk). Its doubt is that of a live session:
 * it is not sent again by itself. Tells whether the ledger now says so.
 */
function putInDoubt(context: SubmissionContext, submissionId: string): boolean {
  const kind = context.ledger.submission(submissionId)?.newest.kind;
  if (kind === 'in-doubt' || !openStates.some((state) => state === kind)) return true;
  return recordState(context, { submissionId, kind: 'in-doubt', detail: { cause: 'no-answer' } }).ok;
}

function wasInterrupted(context: SubmissionContext, submissionId: string): boolean {
  const newest = context.ledger.submission(submissionId)?.newest;
  return newest?.kind === 'in-doubt' && newest.detail.cause === 'interrupted';
}

/** An operator who asks or cancels does not wait for a turn; the loops do. */
async function askInTurn(context: SubmissionContext, submissionId: string): Promise<AskResult> {
  const release = await context.takeQuestion(context.closing);
  if (!release) return 'again';
  try {
    return putInDoubt(context, submissionId) ? await askExchange(context, submissionId) : 'again';
  } finally {
    release();
  }
}

async function askUntilSettled(context: SubmissionContext, submissionId: string): Promise<void> {
  if (!wasInterrupted(context, submissionId)) await context.wait(FIRST_WAIT_MS, context.closing);
  for (let attempt = 0; !context.closing.aborted; attempt += 1) {
    if ((await askInTurn(context, submissionId)) !== 'again') return;
    await context.wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt), context.closing);
  }
}

/**
 * Asks for a submission in doubt until the exchange has answered, with growing pauses; ends when nobody is logged in (the
 * next log in starts it anew). Does nothing for a submission that is settled or already pursued.
 */
export function pursue(context: SubmissionContext, submissionId: string): void {
  if (context.pursued.has(submissionId) || context.runs.has(submissionId) || context.closing.aborted) return;
  if (!context.resumes && wasInterrupted(context, submissionId)) return;
  const kind = context.ledger.submission(submissionId)?.newest.kind;
  // Held in the terminal's queue: nobody had begun to send it, and this program is not the one to do it.
  if (!context.resumes && kind === 'checked') return;
  if (!openStates.some((state) => state === kind)) return;
  context.pursued.add(submissionId);
  context.background(
    askUntilSettled(context, submissionId).finally(() => {
      context.pursued.delete(submissionId);
    }),
  );
}
