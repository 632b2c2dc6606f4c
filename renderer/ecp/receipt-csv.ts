import type { Receipt } from '../../shared/contract/submission.ts';

/** Excel runs a cell that begins with one of these as a formula; an apostrophe before it makes it text. */
function neutralise(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function cell(value: string | number | boolean | null): string {
  return `"${neutralise(String(value ?? '')).replaceAll('"', '""')}"`;
}

/**
 * Takes a receipt; gives it as CSV for Excel: UTF-8 with a byte order mark, every cell quoted, formulas neutralised. Times are
 * ISO 8601 in UTC, names are the contract's, so that a program can read it in either language.
 */
export function receiptCsv(receipt: Receipt): string {
  const { submission, rows, chainIntact } = receipt;
  const facts: readonly (readonly [string, string | number | boolean | null])[] = [
    ['fileName', submission.fileName],
    ['size', submission.size],
    ['sha256', submission.sha256],
    ['folderId', submission.folderId],
    ['identity', submission.identity],
    ['participantCode', submission.participantCode],
    ['inputDate', submission.inputDate],
    ['state', submission.state],
    ['errorCode', submission.error?.code ?? null],
    ['exchangeCode', submission.error?.exchangeCode ?? null],
    ['exchangeReference', submission.exchangeReference],
    ['exchangeSha256', submission.exchangeSha256],
    ['replaced', submission.replaced],
    ['submittedAt', new Date(submission.submittedAt).toISOString()],
    ['chainIntact', chainIntact],
  ];
  const lines = [
    ['field', 'value'],
    ...facts,
    [],
    ['seq', 'at', 'kind', 'detail', 'hash'],
    ...rows.map(({ seq, at, kind, detail, hash }) => [seq, new Date(at).toISOString(), kind, detail, hash]),
  ];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}
