import type { ActivityRow } from '../../shared/contract/activity.ts';
import type { ParsedInput } from '../../shared/contract/index.ts';

export type ActivityFilter = ParsedInput<'activity/query'>;

function compare(a: ActivityRow, b: ActivityRow, field: ActivityFilter['sort']): number {
  const left = a[field];
  const right = b[field];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  // By code unit, not by locale: the order must be the same on every PC.
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Filters and sorts rows of Activity Enquiry. The text is looked for, without regard to case, in name, folder, identity, participant code,
 * date, SHA-256 and user; `from` and `to` are Input Dates and both included. Equal rows stay newest first.
 */
export function filterActivity(rows: readonly ActivityRow[], filter: ActivityFilter): readonly ActivityRow[] {
  const text = filter.text.trim().toLowerCase();
  const matches = (row: ActivityRow): boolean => {
    if (filter.verdict !== null && row.verdict !== filter.verdict) return false;
    if (filter.from !== null && row.inputDate < filter.from) return false;
    if (filter.to !== null && row.inputDate > filter.to) return false;
    if (text === '') return true;
    const { fileName, folderId, identity, participantCode, inputDate, sha256, submittedBy } = row;
    return [fileName, folderId, identity, participantCode, inputDate, sha256, submittedBy].some((member) =>
      member.toLowerCase().includes(text),
    );
  };
  const direction = filter.descending ? -1 : 1;
  return rows.filter(matches).sort((a, b) => direction * compare(a, b, filter.sort) || b.receivedAt - a.receivedAt);
}
