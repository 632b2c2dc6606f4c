import type { ActivityRow } from '../../shared/contract/activity.ts';
import type { SentFile } from '../ledger/ledger.ts';
import type { ExchangeActivity } from './ecp-client.ts';

const contentKey = (file: Pick<SentFile, 'folderId' | 'fileName' | 'sha256'>): string =>
  JSON.stringify([file.folderId, file.fileName, file.sha256]);

/**
 * Takes everything that was sent from here; gives the judge of a row of the exchange. `differs` comes first: other bytes under our
 * reference are an alarm whatever else is true. A file whose answer was lost has no reference yet and is known by name and content.
 */
export function createActivityJudge(sent: readonly SentFile[]): (row: ExchangeActivity) => ActivityRow {
  const byReference = new Map(sent.flatMap((file) => (file.reference ? [[file.reference, file] as const] : [])));
  const contents = new Set(sent.map(contentKey));
  const verdictOf = (row: ExchangeActivity): ActivityRow['verdict'] => {
    const ours = byReference.get(row.reference);
    if (ours && ours.sha256 !== row.sha256) return 'differs';
    if (row.status === 'replaced') return 'replaced';
    return ours || contents.has(contentKey(row)) ? 'matched' : 'unknown';
  };
  return (row) => ({ ...row, verdict: verdictOf(row) });
}
