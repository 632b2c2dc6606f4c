import type { Draft, Finding } from '../contract/submission.ts';
import { formatSize } from '../lib/format-size.ts';

/** What stands in the places of a finding's words, by name. */
export interface FindingPlaces {
  readonly [place: string]: string | number;
}

/** Fills the places of a finding's words (`submission.finding` in the locales) from the draft itself and from what the check told. */
export function findingPlaces(
  draft: Pick<Draft, 'inputDate' | 'participantCode' | 'folderId' | 'size'>,
  finding: Pick<Finding, 'details' | 'fix' | 'reason'>,
): FindingPlaces {
  const { details = {}, fix } = finding;
  return {
    inputDate: draft.inputDate ?? '–',
    participantCode: draft.participantCode ?? '–',
    folder: draft.folderId ?? '–',
    ...details,
    size: formatSize(typeof details.size === 'number' ? details.size : draft.size),
    named: details.fileName ?? fix?.value ?? '–',
    limit: typeof details.limit === 'number' ? formatSize(details.limit) : '–',
  };
}
