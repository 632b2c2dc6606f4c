import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { JournalRow } from '../ledger.ts';

/** A row of a chain as the file holds it. */
export const journalRowSchema = z.object({
  seq: z.number().int(),
  at: z.number().int(),
  subject: z.string(),
  kind: z.string(),
  detail: z.string(),
  hash: z.string(),
});

/** The journal rows of one draft or submission, oldest first. */
export function journalOf(database: DatabaseSync, subject: string): readonly JournalRow[] {
  return database
    .prepare('SELECT * FROM journal WHERE subject = ? ORDER BY seq')
    .all(subject)
    .map((row) => journalRowSchema.parse(row));
}
