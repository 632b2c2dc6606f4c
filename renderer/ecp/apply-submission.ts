import type { Draft, Progress, Submission } from '../../shared/contract/submission.ts';
import { type DraftWork, idleDraftWork, type SubmissionFeature, type SubmissionState } from './submission-feature.ts';

/** The draft that is shown: the chosen one, or the first when the chosen one is gone. */
export function selectedDraft(state: SubmissionState): Draft | null {
  return state.drafts.find((draft) => draft.draftId === state.selectedId) ?? state.drafts[0] ?? null;
}

/** Replaces all drafts after a query. */
export function applyDrafts(feature: SubmissionFeature, drafts: readonly Draft[]): void {
  feature.store.setState({ drafts: [...drafts].sort((one, other) => one.addedAt - other.addedAt) });
}

/** Adds a draft or puts its newer state in its place. */
export function applyDraft(feature: SubmissionFeature, draft: Draft): void {
  feature.store.setState(({ drafts }) =>
    drafts.some(({ draftId }) => draftId === draft.draftId)
      ? { drafts: drafts.map((known) => (known.draftId === draft.draftId ? draft : known)) }
      : { drafts: [...drafts, draft] },
  );
}

/** Takes a draft away, with what the screen knew of it. */
export function applyDraftRemoved(feature: SubmissionFeature, draftId: string): void {
  feature.store.setState(({ drafts, work, selectedId }) => {
    const { [draftId]: _gone, ...rest } = work;
    const remaining = drafts.filter((draft) => draft.draftId !== draftId);
    return { drafts: remaining, work: rest, selectedId: selectedId === draftId ? null : selectedId };
  });
}

/** Changes what the screen knows of a draft. */
export function applyDraftWork(feature: SubmissionFeature, draftId: string, change: Partial<DraftWork>): void {
  feature.store.setState(({ work }) => ({
    work: { ...work, [draftId]: { ...(work[draftId] ?? idleDraftWork), ...change } },
  }));
}

/** Replaces the list of submissions after a query, newest first. */
export function applySubmissions(feature: SubmissionFeature, submissions: readonly Submission[]): void {
  feature.store.setState({
    submissions: [...submissions].sort((one, other) => other.submittedAt - one.submittedAt),
    progress: {},
  });
}

/**
 * Adds a submission on top or puts its newer state in its place; progress is over once it is no longer sending. For events, which come
 * in order: times are not compared, as the clock of this PC may have been set back in between.
 */
export function applySubmission(feature: SubmissionFeature, submission: Submission): void {
  const { submissionId } = submission;
  feature.store.setState(({ submissions, progress, rowErrors }) => {
    const known = submissions.find((row) => row.submissionId === submissionId);
    const { [submissionId]: _moved, ...otherProgress } = progress;
    const { [submissionId]: _settled, ...otherErrors } = rowErrors;
    return {
      submissions: known ? submissions.map((row) => (row === known ? submission : row)) : [submission, ...submissions],
      progress: submission.state === 'sending' ? progress : otherProgress,
      rowErrors: otherErrors,
    };
  });
}

/** The same for the answer of a call, which may be overtaken by an event that is newer; whatever it says came as an event too. */
export function applyAnswer(feature: SubmissionFeature, submission: Submission): void {
  const known = feature.store.getState().submissions.find((row) => row.submissionId === submission.submissionId);
  if (!known || known.changedAt <= submission.changedAt) applySubmission(feature, submission);
}

/** Notes how far a sending is. */
export function applyProgress(feature: SubmissionFeature, progress: Progress): void {
  feature.store.setState((state) => ({ progress: { ...state.progress, [progress.submissionId]: progress } }));
}
