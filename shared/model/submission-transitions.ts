import type { submissionStates } from '../contract/submission.ts';

type SubmissionState = (typeof submissionStates)[number];

/** What a row of the journal records of a file: its life from the spool to the exchange's word. */
export const journalKinds = [
  'drafted',
  'removed',
  'checked',
  'sending',
  'sent',
  'confirmed',
  'refused',
  'failed',
  'in-doubt',
  'dismissed',
] as const;
export type JournalKind = (typeof journalKinds)[number];

const next: Readonly<Record<JournalKind, readonly JournalKind[]>> = {
  drafted: ['checked', 'removed'],
  removed: [],
  checked: ['sending', 'failed', 'in-doubt'],
  sending: ['sent', 'refused', 'failed', 'in-doubt'],
  sent: ['confirmed', 'failed', 'in-doubt'],
  confirmed: [],
  refused: ['dismissed'],
  // `checked` again: the operator pressed Retry, which is as durable as the first Submit.
  failed: ['checked', 'dismissed'],
  // `sending` again only after the exchange said that it never received the file.
  'in-doubt': ['confirmed', 'refused', 'failed', 'sending'],
  dismissed: [],
};

/** Takes the newest kind of a file (null: none yet) and the next; tells whether that step exists (design section 5). */
export function mayFollow(last: JournalKind | null, kind: JournalKind): boolean {
  return last === null ? kind === 'drafted' : next[last].includes(kind);
}

/** States whose outcome is open: a restart must put them to the exchange. */
export const openStates: readonly SubmissionState[] = ['checked', 'sending', 'sent', 'in-doubt'];
