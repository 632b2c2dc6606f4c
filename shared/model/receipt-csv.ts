import type { Receipt } from '../contract/submission.ts';
import { type CsvValue, csvText } from '../lib/csv-text.ts';

/**
 * Takes a receipt; gives it as CSV for Excel: UTF-8 with a byte order mark, every cell quoted, formulas neutralised. Times are
 * ISO 8601 in UTC, names are the contract's, so that a program can read it in either language.
 */
export function receiptCsv(receipt: Receipt): string {
  const { submission, rows, results, chainIntact } = receipt;
  const facts: readonly (readonly [string, CsvValue])[] = [
    ['fileName', submission.fileName],
    ['size', submission.size],
    ['sha256', submission.sha256],
    ['folderId', submission.folderId],
    ['identity', submission.identity],
    ['participantCode', submission.participantCode],
    ['inputDate', submission.inputDate],
    ['channel', submission.channel],
    ['state', submission.state],
    ['errorCode', submission.error?.code ?? null],
    ['exchangeCode', submission.error?.exchangeCode ?? null],
    ['exchangeReference', submission.exchangeReference],
    ['exchangeSha256', submission.exchangeSha256],
    ['replaced', submission.replaced],
    ['submittedAt', new Date(submission.submittedAt).toISOString()],
    ['chainIntact', chainIntact],
  ];
  const fetched = results.map(({ fileName, localName, sha256, fetchedAt }) => [
    fileName,
    localName,
    sha256,
    new Date(fetchedAt).toISOString(),
  ]);
  const lines = [
    ['field', 'value'],
    ...facts,
    [],
    ...(fetched.length > 0 ? [['result', 'localName', 'sha256', 'fetchedAt'], ...fetched, []] : []),
    ['seq', 'at', 'kind', 'detail', 'hash'],
    ...rows.map(({ seq, at, kind, detail, hash }) => [seq, new Date(at).toISOString(), kind, detail, hash]),
  ];
  return csvText(lines);
}
