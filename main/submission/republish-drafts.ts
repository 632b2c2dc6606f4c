import { proposeChoices } from '../../shared/model/propose-choices.ts';
import type { DraftChoices, DraftRecord } from '../ledger/ledger.ts';
import type { SubmissionContext } from './context.ts';
import { describeDraft } from './describe.ts';

function completed(context: SubmissionContext, { facts, choices }: DraftRecord): DraftChoices {
  const folders = context.exchange.folders();
  if (choices.folderId !== null || !folders) return choices;
  const proposed = proposeChoices(facts.fileName, folders, context.lastChoices());
  return {
    folderId: proposed.folderId,
    identity: choices.identity ?? proposed.identity,
    participantCode: choices.participantCode ?? proposed.participantCode,
    inputDate: choices.inputDate ?? proposed.inputDate,
  };
}

/**
 * Works the drafts out again after something was learned (folders, files held): a draft that was added without a catalogue gets its
 * folder, and every draft its new findings. With a name: only the drafts of that name, where nothing else was learned.
 */
export function republishDrafts(context: SubmissionContext, fileName: string | null = null): void {
  const { ledger } = context;
  for (const record of fileName === null ? ledger.openDrafts() : ledger.openDraftsOf(fileName)) {
    const choices = completed(context, record);
    if (choices.folderId !== record.choices.folderId) {
      // When the disk is full the proposal is shown all the same and made again the next time.
      context.ledger.chooseForDraft(record.facts.draftId, choices);
    }
    context.publish({ name: 'draft/changed', payload: describeDraft({ ...record, choices }, context.exchange) });
  }
}
