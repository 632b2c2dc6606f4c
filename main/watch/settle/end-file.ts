import { type AppError, appError } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/contract/submission.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { receiptCsv } from '../../../shared/model/receipt-csv.ts';
import type { WatchRecord, WatchWhy } from '../../ledger/ledger.ts';
import { placesOf, type WatchContext } from '../context.ts';
import { lookAtClaim } from '../take/look-at-claim.ts';
import { settleFile } from './settle-file.ts';
import { whyText } from './why-text.ts';

/** The time at which the move was begun, so that a second attempt writes the same words. */
function timeOf(context: WatchContext, { newest }: WatchRecord): number {
  return newest.detail.at ?? context.exchangeNow();
}

async function moveToError(context: WatchContext, record: WatchRecord, why: WatchWhy): Promise<Result<null>> {
  const { facts, newest } = record;
  const at = timeOf(context, record);
  const sha256 = newest.sha256 ?? context.ledger.submission(facts.fileId)?.facts.sha256 ?? null;
  const { name: fileName, size, folderId } = facts;
  const companion = whyText({ fileName, size, folderId, sha256, ...why, at, help: context.help });
  const onDecided = async () => {
    if (context.ledger.draft(facts.fileId)) await context.submissions.removeDraft(facts.fileId);
  };
  return settleFile(context, record, { why, companion, at, onDecided });
}

/**
 * To the error folder with the reason. A failed submission is put aside first, for what lies there is not sent again by a press; a draft
 * goes once it is written down why.
 */
export async function endInError(
  context: WatchContext,
  record: WatchRecord,
  reason: { readonly error: AppError; readonly findings?: readonly Finding[] },
): Promise<Result<null>> {
  const { fileId } = record.facts;
  if (context.ledger.submission(fileId)) {
    const aside = await context.submissions.removeDraft(fileId);
    // Somebody pressed Retry in this moment: it goes on.
    if (!aside.ok) return aside.error.code === 'submission-already-sent' ? ok(null) : aside;
  }
  return moveToError(context, record, { error: reason.error, findings: [...(reason.findings ?? [])] });
}

async function isUnchanged(context: WatchContext, { facts }: WatchRecord): Promise<boolean> {
  const now = await lookAtClaim(placesOf(context, facts));
  return now === null || (now.size === facts.size && now.mtimeMs === facts.modifiedAt);
}

/** To the archive with its receipt. A file that was written to after it was sent is not what the exchange has, and says so. */
export async function endInArchive(context: WatchContext, record: WatchRecord): Promise<Result<null>> {
  const { facts } = record;
  const receipt = await context.submissions.receipt(facts.fileId);
  if (!receipt.ok) return receipt;
  if (!(await isUnchanged(context, record))) {
    return moveToError(context, record, { error: appError('watch-file-changed'), findings: [] });
  }
  const at = timeOf(context, record);
  const companion = receiptCsv(receipt.value);
  return settleFile(context, record, { why: null, companion, at, onDecided: async () => undefined });
}

/** Goes on with a move that was begun. */
export function endBegunMove(context: WatchContext, record: WatchRecord): Promise<Result<null>> {
  const { why } = record.newest.detail;
  return why ? moveToError(context, record, why) : endInArchive(context, record);
}
