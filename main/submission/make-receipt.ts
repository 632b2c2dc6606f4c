import { appError } from '../../shared/contract/errors.ts';
import type { FetchedResult, Receipt } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { DownloadRecord, SubmissionRecord } from '../ledger/ledger.ts';
import type { SubmissionContext } from './context.ts';
import { describeSubmission } from './describe.ts';
import type { JournalReading } from './submission-service.ts';

function witnessOf({ newest }: SubmissionRecord): readonly string[] {
  if (newest.kind === 'confirmed' || newest.kind === 'sent') return [newest.detail.journalHead];
  return newest.kind === 'failed' && newest.detail.receipt ? [newest.detail.receipt.journalHead] : [];
}

function resultOf({ facts, newest }: DownloadRecord): readonly FetchedResult[] {
  if (newest.kind !== 'delivered') return [];
  const { sha256, localName } = newest.detail;
  return [{ fileName: facts.fileName, localName, sha256, fetchedAt: newest.at }];
}

/**
 * Makes the receipt of a submission from the journal, after reading the whole journal again (and that of the downloads); the head that
 * the exchange returned must be one of its rows. For one of many receipts in a row `growth` does: what was read for the one before is not
 * read again, and the downloads only where the receipt tells of one. Errors: `submission-not-found`.
 */
export function makeReceipt(
  { ledger }: SubmissionContext,
  submissionId: string,
  reading: JournalReading = 'whole',
): Result<Receipt> {
  const record = ledger.submission(submissionId);
  if (!record) return err(appError('submission-not-found'));
  const rows = ledger
    .journalOf(submissionId)
    .map(({ seq, at, kind, detail, hash }) => ({ seq, at, kind, detail, hash }));
  const results = ledger.downloads.resultsOf(submissionId).flatMap(resultOf);
  const witness = witnessOf(record);
  const isGrowth = reading === 'growth';
  const { intact } = isGrowth ? ledger.verifyGrowth(witness) : ledger.verifyJournal(witness);
  const needsNoDownloads = isGrowth && results.length === 0;
  return ok({
    submission: describeSubmission(record),
    rows,
    results,
    chainIntact: intact && (needsNoDownloads || ledger.downloads.isIntact()),
  });
}
