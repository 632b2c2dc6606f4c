import { type AppError, appError } from '../../shared/contract/errors.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { SubmissionRecord } from '../ledger/ledger.ts';
import { type AskResult, ecpUser, isTheirs, type SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';
import { settleReceipt } from './settle-receipt.ts';
import { askBySftp } from './sftp/ask-by-sftp.ts';
import { startRun } from './start-run.ts';

/**
 * A key belongs to a firm: "never heard of it" says something only to a user who may submit for this participant in this folder.
 * Whoever pressed Submit could.
 */
async function mayKnow(context: SubmissionContext, record: SubmissionRecord): Promise<boolean> {
  const { folderId, participantCode } = record.facts;
  if (isTheirs(context, record)) return true;
  const folders = await context.exchange.freshFolders();
  if (!folders.ok) return false;
  return folders.value.some((each) => each.folderId === folderId && each.participantCodes.includes(participantCode));
}

/** What "never received" means depends on how the doubt arose; where part of the file may be under its name, nothing else is said. */
async function settleUnknown(
  context: SubmissionContext,
  record: SubmissionRecord,
  isIncomplete = false,
): Promise<AskResult> {
  const { submissionId } = record.facts;
  if (record.newest.kind !== 'in-doubt') return 'settled';
  if (!(await mayKnow(context, record)) || context.closing.aborted) return 'again';
  const { cause } = record.newest.detail;
  const stillCounts = isTheirs(context, record) && !context.ledger.isSuperseded(submissionId);
  if (cause === 'interrupted' && stillCounts && context.resumes) {
    // Submit was pressed and the program ended: the press still counts, and the key makes a second arrival harmless. Nothing is
    // sent by itself in the name of a colleague who did not press it, nor in the place of a later file of its name.
    startRun(context, submissionId);
    return 'settled';
  }
  const nothing = cause === 'cancelled' ? 'cancelled' : 'not-received';
  const error = appError(isIncomplete ? 'sftp-incomplete' : nothing, { retry: 'now' });
  return recordState(context, { submissionId, kind: 'failed', detail: { error } }).ok ? 'settled' : 'again';
}

function afterError(context: SubmissionContext, { code }: AppError): AskResult {
  const wasWithoutSession = code === 'not-logged-in' || code === 'session-ended';
  // Somebody may have logged in while the answer was on its way; that log in found this question under way and began none.
  return wasWithoutSession && ecpUser(context) === null ? 'waits-for-login' : 'again';
}

async function question(context: SubmissionContext, record: SubmissionRecord): Promise<AskResult> {
  const { submissionId, idempotencyKey, channel } = record.facts;
  if (channel === 'sftp') {
    const asked = await askBySftp(context, record);
    if (asked === 'not-there') return settleUnknown(context, record);
    return asked === 'incomplete' ? settleUnknown(context, record, true) : asked;
  }
  const asker = ecpUser(context);
  const answer = await context.client.ask(idempotencyKey);
  if (context.closing.aborted) return 'again';
  if (!answer.ok) return afterError(context, answer.error);
  switch (answer.value.kind) {
    case 'received':
      return (await settleReceipt(context, record, answer.value.receipt)) ? 'settled' : 'again';
    case 'refused': {
      const { error } = answer.value;
      return recordState(context, { submissionId, kind: 'refused', detail: { error } }).ok ? 'settled' : 'again';
    }
    case 'in-progress':
      return 'again';
    case 'unknown':
      return asker === ecpUser(context) ? settleUnknown(context, record) : 'again';
    default:
      return assertNever(answer.value);
  }
}

/**
 * Asks the exchange once what became of a submission in doubt, and writes down what follows. Two callers at the same time share
 * one question. Never sends a file whose doubt arose in a live session.
 */
export function askExchange(context: SubmissionContext, submissionId: string): Promise<AskResult> {
  const underWay = context.asking.get(submissionId);
  if (underWay) return underWay;
  const record = context.ledger.submission(submissionId);
  if (record?.newest.kind !== 'in-doubt' || context.runs.has(submissionId)) return Promise.resolve('settled');
  const asked = question(context, record).finally(() => context.asking.delete(submissionId));
  context.asking.set(submissionId, asked);
  return asked;
}
