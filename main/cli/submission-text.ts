import type { Submission } from '../../shared/contract/submission.ts';
import type { Words } from './words.ts';

/** One line of what became of a submission. */
export function submissionText(words: Words, file: string, submission: Submission): string {
  const { state, sha256, exchangeReference, submissionId } = submission;
  const said = words.t(`submission:state.${state}`);
  return [said, file, `sha256=${sha256}`, exchangeReference ?? '-', submissionId].join('  ');
}
