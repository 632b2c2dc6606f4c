import type { AppError } from '../../shared/contract/errors.ts';
import type { Draft, Submission } from '../../shared/contract/submission.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { checkDraft } from '../../shared/model/check-draft.ts';
import type { DraftRecord, JournalEntry, QueueWish, SubmissionRecord, WrittenReceipt } from '../ledger/ledger.ts';
import type { ExchangeView } from './exchange-view.ts';

/** Takes a draft of the ledger and what is known of the exchange; gives the draft as the page sees it, freshly checked. */
export function describeDraft({ facts, choices }: DraftRecord, exchange: ExchangeView): Draft {
  const { draftId, fileName, size, sha256, notCsvAtLine, addedAt } = facts;
  const findings = checkDraft(
    { fileName, size, sha256, notCsvAtLine, choices },
    { folders: exchange.folders(), held: exchange.held(fileName) },
  );
  return { draftId, fileName, size, sha256, addedAt, ...choices, findings };
}

interface Outcome {
  readonly state: Submission['state'];
  readonly error: AppError | null;
  readonly receipt: WrittenReceipt | null;
}

function outcomeOf(entry: JournalEntry): Outcome {
  switch (entry.kind) {
    case 'checked':
    case 'sending':
      return { state: entry.kind, error: null, receipt: null };
    case 'sent':
    case 'confirmed':
      return { state: entry.kind, error: null, receipt: entry.detail };
    case 'refused':
      return { state: entry.kind, error: entry.detail.error, receipt: null };
    case 'failed':
      return { state: entry.kind, error: entry.detail.error, receipt: entry.detail.receipt ?? null };
    case 'in-doubt':
      return { state: entry.kind, error: entry.detail.error ?? null, receipt: null };
    case 'drafted':
    case 'removed':
    case 'dismissed':
      throw new Error(`${entry.kind} is not a state of a submission`);
    default:
      return assertNever(entry);
  }
}

/** Takes a submission of the ledger; gives it as the page sees it. One that was put aside can no longer be retried. */
export function describeSubmission({ facts, newest, dismissed }: SubmissionRecord): Submission {
  const { state, error, receipt } = outcomeOf(newest);
  return {
    submissionId: facts.submissionId,
    fileName: facts.fileName,
    size: facts.size,
    sha256: facts.sha256,
    folderId: facts.folderId,
    identity: facts.identity,
    participantCode: facts.participantCode,
    inputDate: facts.inputDate,
    channel: facts.channel,
    state,
    submittedAt: facts.submittedAt,
    changedAt: newest.at,
    error: error && dismissed ? { ...error, retry: 'never' } : error,
    exchangeReference: receipt?.reference || null,
    exchangeSha256: receipt?.sha256 ?? null,
    replaced: receipt ? receipt.replacedSha256 !== null : false,
  };
}

/** The same, with what the operator wants of it: the next attempt that is planned for a failed one, a pause of one that waits. */
export function describeInQueue(
  { queue }: { readonly queue: { wishOf(submissionId: string): Pick<QueueWish, 'retryAt' | 'paused'> } },
  record: SubmissionRecord,
): Submission {
  const { retryAt, paused } = queue.wishOf(record.facts.submissionId);
  const submission = describeSubmission(record);
  if (submission.state === 'checked' && paused) return { ...submission, paused: true };
  return submission.state === 'failed' && retryAt !== null && !paused
    ? { ...submission, nextAttemptAt: retryAt }
    : submission;
}
