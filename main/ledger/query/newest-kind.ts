import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type JournalKind, journalKinds } from '../../../shared/model/submission-transitions.ts';

const kindSchema = z.object({ kind: z.enum(journalKinds) });

/** The kind of the newest journal row of a draft or submission, or null when there is none. */
export function newestKind(database: DatabaseSync, subject: string): JournalKind | null {
  const row = database.prepare('SELECT kind FROM journal WHERE subject = ? ORDER BY seq DESC LIMIT 1').get(subject);
  return row ? kindSchema.parse(row).kind : null;
}
