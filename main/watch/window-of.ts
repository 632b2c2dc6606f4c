import type { SubmissionWindow } from '../../shared/contract/submission.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { cutOffToday, type Schedule, scheduleAt } from './schedule.ts';

export interface WindowParts {
  readonly ledger: Pick<Ledger, 'catalogue'>;
  /** Of the profile, by the ECP folder's id. */
  readonly schedules: Readonly<Record<string, Schedule>>;
  /** Exchange time in ms since 1970. */
  readonly exchangeNow: () => number;
}

/** The exchange's cut-off of a folder today, as far as its newest catalogue tells; null: none. In ms since 1970. */
export function cutOffOf({ ledger }: WindowParts, folderId: string, now: number): number | null {
  const folder = ledger.catalogue()?.find((each) => each.folderId === folderId);
  return cutOffToday(folder?.dueAt ?? null, now);
}

/** Whether a folder takes files now. The cut-off is told before the hours: waiting does not help against it. */
export function windowOf(parts: WindowParts, folderId: string): SubmissionWindow {
  const now = parts.exchangeNow();
  const cutOffAt = cutOffOf(parts, folderId, now);
  if (cutOffAt !== null && now >= cutOffAt) return { kind: 'cut-off-passed', cutOffAt };
  const { isOpen, changesAt } = scheduleAt(parts.schedules[folderId] ?? null, now);
  return isOpen ? { kind: 'open' } : { kind: 'outside-hours', opensAt: changesAt };
}
