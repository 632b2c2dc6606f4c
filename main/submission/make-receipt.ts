import { appError } from '../../shared/contract/errors.ts';
import type { FetchedResult, Receipt } from '../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { DownloadRecord, SubmissionRecord } from '../ledger/ledger.ts';
import type { SubmissionContext } from './context.ts';
import { describeSubmission } from './describe.ts';
import { orClosed } from './end-with-closing.ts';

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
 * Makes the receipt of a submission from the journal. The journal and that of the downloads were read whole since the program started: what
 * has come since is read now, and the rows of this receipt once more; the head that the exchange returned must be one of the rows. Right
 * after a start it waits for the first reading, while the program goes on with its other work. Errors: `submission-not-found`, and
 * `cancelled` when the program is closed meanwhile.
 */
export async function makeReceipt(
  { ledger, closing }: SubmissionContext,
  submissionId: string,
): Promise<Result<Receipt>> {
  const read = await orClosed(ledger.readAhead().then(ok), closing);
  if (!read.ok) return read;
  const record = ledger.submission(submissionId);
  if (!record) return err(appError('submission-not-found'));
  const rows = ledger
    .journalOf(submissionId)
    .map(({ seq, at, kind, detail, hash }) => ({ seq, at, kind, detail, hash }));
  const results = ledger.downloads.resultsOf(submissionId);
  const { intact } = ledger.verifyGrowth(witnessOf(record), submissionId);
  const downloadIds = results.map(({ facts }) => facts.downloadId);
  return ok({
    submission: describeSubmission(record),
    rows,
    results: results.flatMap(resultOf),
    chainIntact: intact && ledger.downloads.verifyGrowth(downloadIds),
  });
}
