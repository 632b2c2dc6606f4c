import type { DatabaseSync } from 'node:sqlite';
import type { DraftChoices } from '../ledger.ts';

/** Adds the operator's newest choices for a draft; the ones before stay. */
export function insertChoices(database: DatabaseSync, draftId: string, choices: DraftChoices): void {
  database
    .prepare(
      'INSERT INTO draft_choices (draft_id, folder_id, identity, participant_code, input_date) VALUES (?, ?, ?, ?, ?)',
    )
    .run(draftId, choices.folderId, choices.identity, choices.participantCode, choices.inputDate);
}
