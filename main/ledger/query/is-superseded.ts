import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const answerSchema = z.object({ answer: z.number().int() });

const PRESSED = (subject: string) => `(SELECT max(seq) FROM journal WHERE subject = ${subject} AND kind = 'checked')`;

/**
 * True when Submit or Retry was pressed later for another file of the same name in the same folder, and that one was neither refused
 * nor did it fail: what was sent before it must not take its place.
 */
export function isSuperseded(database: DatabaseSync, submissionId: string): boolean {
  const row = database
    .prepare(
      `SELECT EXISTS (
        SELECT 1 FROM submissions mine
        JOIN drafts named ON named.draft_id = mine.submission_id
        JOIN drafts d ON d.file_name = named.file_name AND d.draft_id <> named.draft_id
        JOIN submissions s ON s.submission_id = d.draft_id AND s.folder_id = mine.folder_id
        WHERE mine.submission_id = ?
          AND ${PRESSED('s.submission_id')} > ${PRESSED('mine.submission_id')}
          AND (SELECT kind FROM journal WHERE subject = s.submission_id AND kind <> 'dismissed'
            ORDER BY seq DESC LIMIT 1) NOT IN ('failed', 'refused')
      ) AS answer`,
    )
    .get(submissionId);
  return answerSchema.parse(row).answer === 1;
}
