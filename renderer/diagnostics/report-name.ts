import { formatDateTime } from '../ui/format.ts';

/** Takes when a run began and an ending; gives a file name that sorts by time, such as `connection_20220512-094103.txt`. */
export function reportName(startedAt: number, ending: 'txt' | 'json'): string {
  return `connection_${formatDateTime(startedAt).replaceAll(/[-:]/g, '').replace(' ', '-')}.${ending}`;
}
