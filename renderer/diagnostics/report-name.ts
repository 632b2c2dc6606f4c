import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { formatDateTime } from '../ui/format.ts';

/** Takes a run and an ending; gives a file name that sorts by time, such as `connection_20220512-094103.txt`. */
export function reportName(
  { scope, startedAt }: Pick<DiagnosticRun, 'scope' | 'startedAt'>,
  ending: 'txt' | 'json',
): string {
  const what = scope === 'sftp' ? 'sftp-test' : 'connection';
  return `${what}_${formatDateTime(startedAt).replaceAll(/[-:]/g, '').replace(' ', '-')}.${ending}`;
}
