import type { CallInput } from '../../shared/contract/index.ts';
import type { Channel } from '../../shared/contract/submission.ts';
import { applyAnswer, applyDraft, applyDraftRemoved, applyDraftWork } from './apply-submission.ts';
import { type Intake, idleDraftWork, type SubmissionFeature } from './submission-feature.ts';

function changeIntake(feature: SubmissionFeature, key: number, change: Partial<Intake>): void {
  feature.store.setState(({ intakes }) => ({
    intakes: intakes.map((intake) => (intake.key === key ? { ...intake, ...change } : intake)),
  }));
}

/** Takes an intake out of the list: it has become a draft, or its error was read. */
export function dismissIntake(feature: SubmissionFeature, key: number): void {
  feature.store.setState(({ intakes }) => ({ intakes: intakes.filter((intake) => intake.key !== key) }));
}

async function addFile(feature: SubmissionFeature, file: File, key: number): Promise<string | null> {
  const onProgress = (part: number) => changeIntake(feature, key, { part });
  const result = await feature.client.addFile(file, 'submission', onProgress);
  if (!result.ok) {
    changeIntake(feature, key, { error: result.error });
    return null;
  }
  dismissIntake(feature, key);
  applyDraft(feature, result.value);
  return result.value.draftId;
}

/** Hands chosen, dropped or pasted files to the program one after the other; the first new draft is then shown. */
export async function addFiles(feature: SubmissionFeature, files: readonly File[]): Promise<void> {
  const queued = files.map((file) => {
    feature.intakeCounter.last += 1;
    return {
      file,
      intake: { key: feature.intakeCounter.last, fileName: file.name, size: file.size, part: 0, error: null },
    };
  });
  feature.store.setState(({ intakes }) => ({ intakes: [...intakes, ...queued.map(({ intake }) => intake)] }));
  let shown = false;
  for (const { file, intake } of queued) {
    const draftId = await addFile(feature, file, intake.key);
    if (draftId !== null && !shown) {
      shown = true;
      feature.store.setState({ selectedId: draftId });
    }
  }
}

/** Shows another draft. */
export function selectDraft(feature: SubmissionFeature, draftId: string): void {
  feature.store.setState({ selectedId: draftId });
}

export type DraftChange = Omit<CallInput<'draft/update'>, 'draftId'>;

/** Changes fields of a draft; changes of one draft go one after the other, so that the last one typed is the last one sent. */
export function changeDraft(feature: SubmissionFeature, draftId: string, change: DraftChange): Promise<void> {
  const before = feature.pending.get(draftId) ?? Promise.resolve();
  const current = before.then(async () => {
    const result = await feature.client.call('draft/update', { draftId, ...change });
    applyDraftWork(feature, draftId, { error: result.ok ? null : result.error, asksReplace: false });
    if (result.ok) applyDraft(feature, result.value);
  });
  feature.pending.set(draftId, current);
  return current.finally(() => {
    if (feature.pending.get(draftId) === current) feature.pending.delete(draftId);
  });
}

/** Removes a draft: the copy in the spool goes, the person's own file stays. */
export async function removeDraft(feature: SubmissionFeature, draftId: string): Promise<void> {
  const result = await feature.client.call('draft/remove', { draftId });
  if (result.ok || result.error.code === 'draft-not-found') applyDraftRemoved(feature, draftId);
  else applyDraftWork(feature, draftId, { error: result.error });
}

/** Puts the question about replacing away again. */
export function keepHeldFile(feature: SubmissionFeature, draftId: string): void {
  applyDraftWork(feature, draftId, { asksReplace: false });
}

export interface SubmitChoice {
  readonly replace: boolean;
  readonly despiteRefusal: boolean;
  /** By web unless said otherwise. */
  readonly channel?: Channel;
}

/**
 * Submits a draft once what was typed into it has arrived. When the exchange is known to hold another file of that name the
 * operator is asked first.
 */
export async function submitDraft(feature: SubmissionFeature, draftId: string, choice: SubmitChoice): Promise<void> {
  if (feature.store.getState().work[draftId]?.sending) return;
  applyDraftWork(feature, draftId, { sending: true });
  await feature.pending.get(draftId);
  const draft = feature.store.getState().drafts.find((known) => known.draftId === draftId);
  const work = feature.store.getState().work[draftId] ?? idleDraftWork;
  const isHeld = draft?.findings.some(({ reason }) => reason === 'already-held-other') ?? false;
  if (work.error?.code === 'invalid-input') {
    applyDraftWork(feature, draftId, { sending: false });
  } else if (isHeld && !choice.replace) {
    applyDraftWork(feature, draftId, { sending: false, asksReplace: true, error: null });
  } else {
    await send(feature, draftId, choice);
  }
}

async function send(feature: SubmissionFeature, draftId: string, choice: SubmitChoice): Promise<void> {
  const result = await feature.client.call('submission/submit', { draftId, ...choice });
  if (result.ok) {
    applyAnswer(feature, result.value);
    applyDraftRemoved(feature, draftId);
    return;
  }
  const asksReplace = result.error.code === 'replace-unconfirmed';
  applyDraftWork(feature, draftId, { sending: false, asksReplace, error: asksReplace ? null : result.error });
}
