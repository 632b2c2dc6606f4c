import type { Submission } from '../contract/submission.ts';
import { openStates } from './submission-transitions.ts';

/** Whether the outcome of a submission is still open. */
export function isOpen({ state }: Pick<Submission, 'state'>): boolean {
  return openStates.includes(state);
}

/** Takes submissions, newest first, and a folder and file name; gives the newest of them that counts: open or confirmed. */
export function newestOfName(
  submissions: readonly Submission[],
  { folderId, fileName }: { readonly folderId: string | null; readonly fileName: string },
): Submission | null {
  const isThis = (each: Submission) =>
    each.fileName === fileName && each.folderId === folderId && (isOpen(each) || each.state === 'confirmed');
  return submissions.find(isThis) ?? null;
}

/**
 * Takes submissions, newest first, and a file name; gives the newest after which the exchange may hold something else than before: one
 * that it confirmed, one of which it stated another checksum, or one whose outcome is open.
 */
export function newestThatCounts(submissions: readonly Submission[], fileName: string): Submission | null {
  const counts = (each: Submission) => each.state === 'confirmed' || each.exchangeSha256 !== null || isOpen(each);
  return submissions.find((each) => each.fileName === fileName && counts(each)) ?? null;
}
