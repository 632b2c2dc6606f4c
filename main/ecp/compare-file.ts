import type { ActivityRow, CheckResult } from '../../shared/contract/activity.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { createActivityJudge } from './judge-activity.ts';
import type { ActivityParts } from './query-activity.ts';

type LocalFile = Pick<CheckResult, 'fileName' | 'size' | 'sha256'>;

/** The row to compare a local file with: what the exchange holds now goes before what was replaced. */
function findRow(rows: readonly ActivityRow[], file: LocalFile): ActivityRow | null {
  const isSame = (row: ActivityRow) => row.sha256 === file.sha256;
  const isNamed = (row: ActivityRow) => row.fileName === file.fileName;
  const held = rows.filter((row) => row.status === 'accepted');
  return (
    held.find((row) => isSame(row) && isNamed(row)) ??
    held.find(isNamed) ??
    held.find(isSame) ??
    rows.find((row) => isSame(row) && isNamed(row)) ??
    rows.find(isNamed) ??
    null
  );
}

/**
 * Tells whether a local file is what the exchange holds: `matched` by content, `differs` when the exchange holds other content under that
 * name, otherwise `not-found`. Rows come newest first. Errors: those of the client.
 */
export async function compareFile(parts: ActivityParts, file: LocalFile): Promise<Result<CheckResult>> {
  const fetched = await parts.client.activities();
  if (!fetched.ok) return fetched;
  const row = findRow(fetched.value.map(createActivityJudge(parts.ledger.sentFiles())), file);
  const { fileName, size, sha256 } = file;
  const outcome = row === null ? 'not-found' : row.sha256 === sha256 ? 'matched' : 'differs';
  return ok({ fileName, size, sha256, outcome, row });
}
