import { appError } from '../../shared/contract/errors.ts';
import type { ExchangeReceipt } from '../ecp/ecp-client.ts';
import type { SubmissionRecord, WrittenReceipt } from '../ledger/ledger.ts';
import type { SubmissionContext } from './context.ts';
import { recordState } from './record-state.ts';
import { republishDrafts } from './republish-drafts.ts';

/** The exchange's answer as the journal keeps it. */
export function writtenReceipt(receipt: ExchangeReceipt): WrittenReceipt {
  const { reference, size, sha256, receivedAt, replacedSha256, journalHead } = receipt;
  return { reference, size, sha256, receivedAt, replacedSha256, journalHead };
}

/**
 * Compares what the exchange says it received with what was sent, and writes `confirmed`, or `failed` with `checksum-differs`: never
 * anything between. A confirmed file's copy leaves the spool. Gives false when the ledger could not be written.
 */
export async function settleReceipt(
  context: SubmissionContext,
  { facts }: SubmissionRecord,
  receipt: ExchangeReceipt,
): Promise<boolean> {
  const { submissionId, sha256, size, fileName, folderId } = facts;
  const detail = writtenReceipt(receipt);
  if (receipt.sha256 !== sha256 || receipt.size !== size || receipt.fileName !== fileName) {
    const details = { sent: sha256, received: receipt.sha256, statedBy: 'exchange' };
    // Not to be sent again from here: what the exchange holds under this name is for people to clear up first.
    const error = appError('checksum-differs', { retry: 'never', details });
    return recordState(context, { submissionId, kind: 'failed', detail: { error, receipt: detail } }).ok;
  }
  const confirmed = recordState(context, { submissionId, kind: 'confirmed', detail });
  if (!confirmed.ok) return false;
  context.exchange.add({ folderId, fileName, sha256, receivedAt: receipt.receivedAt });
  republishDrafts(context, fileName);
  context.onStep('spool-removed:before');
  await context.spool.remove(submissionId);
  context.onStep('spool-removed:after');
  return true;
}
