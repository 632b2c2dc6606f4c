import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { DraftRecord } from '../ledger.ts';

const rowSchema = z
  .object({
    draft_id: z.string(),
    file_name: z.string(),
    size: z.number().int(),
    sha256: z.string(),
    not_csv_at_line: z.number().int().nullable(),
    added_at: z.number().int(),
    folder_id: z.string().nullable(),
    identity: z.string().nullable(),
    participant_code: z.string().nullable(),
    input_date: z.string().nullable(),
  })
  .transform(
    (row): DraftRecord => ({
      facts: {
        draftId: row.draft_id,
        fileName: row.file_name,
        size: row.size,
        sha256: row.sha256,
        notCsvAtLine: row.not_csv_at_line,
        addedAt: row.added_at,
      },
      choices: {
        folderId: row.folder_id,
        identity: row.identity,
        participantCode: row.participant_code,
        inputDate: row.input_date,
      },
    }),
  );

const OPEN = `
  SELECT d.*, c.folder_id, c.identity, c.participant_code, c.input_date
  FROM drafts d
  JOIN draft_choices c ON c.id = (SELECT max(id) FROM draft_choices WHERE draft_id = d.draft_id)
  JOIN journal j ON j.seq = (SELECT max(seq) FROM journal WHERE subject = d.draft_id)
  WHERE j.kind = 'drafted'`;

/** Drafts that are neither removed nor submitted, oldest first. */
export function openDrafts(database: DatabaseSync): readonly DraftRecord[] {
  return database
    .prepare(`${OPEN} ORDER BY d.rowid`)
    .all()
    .map((row) => rowSchema.parse(row));
}

/** Those of one file name. */
export function openDraftsOf(database: DatabaseSync, fileName: string): readonly DraftRecord[] {
  return database
    .prepare(`${OPEN} AND d.file_name = ? ORDER BY d.rowid`)
    .all(fileName)
    .map((row) => rowSchema.parse(row));
}

/** One such draft, or null. */
export function openDraft(database: DatabaseSync, draftId: string): DraftRecord | null {
  const row = database.prepare(`${OPEN} AND d.draft_id = ?`).get(draftId);
  return row ? rowSchema.parse(row) : null;
}
