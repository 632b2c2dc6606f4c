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
