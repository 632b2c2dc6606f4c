import type { DatabaseSync } from 'node:sqlite';
import type { DraftChoices, DraftFacts } from '../ledger.ts';
import { appendRow } from './append-row.ts';
import { insertChoices } from './choose-for-draft.ts';

/** Writes a draft, its first choices and the journal row `drafted`. */
export function addDraft(database: DatabaseSync, facts: DraftFacts, choices: DraftChoices): void {
  const { draftId, fileName, size, sha256, addedAt } = facts;
  database
    .prepare(
      'INSERT INTO drafts (draft_id, file_name, size, sha256, not_csv_at_line, added_at) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(draftId, fileName, size, sha256, facts.notCsvAtLine, addedAt);
  insertChoices(database, draftId, choices);
  appendRow(database, { subject: draftId, kind: 'drafted', detail: { fileName, size, sha256 }, at: addedAt });
}
