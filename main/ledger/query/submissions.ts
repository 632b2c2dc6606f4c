import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import { channelSchema, type Submission } from '../../../shared/contract/submission.ts';
import { type JournalKind, journalKinds } from '../../../shared/model/submission-transitions.ts';
import { readJournalDetail } from '../journal-detail.ts';
import type { JournalEntry, JournalRow, SubmissionRecord } from '../ledger.ts';

const rowSchema = z.object({
  submission_id: z.string(),
  file_name: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  folder_id: z.string(),
  identity: z.string(),
  participant_code: z.string(),
  input_date: z.string(),
  idempotency_key: z.string(),
  user_id: z.string(),
  replaces: z.number().int(),
  channel: channelSchema,
  submitted_at: z.number().int(),
  seq: z.number().int(),
  at: z.number().int(),
  subject: z.string(),
  kind: z.enum(journalKinds),
  detail: z.string(),
  hash: z.string(),
  attempts: z.number().int(),
  pressed_by: z.string(),
  dismissed: z.number().int(),
  submission_order: z.number().int(),
});

function entryOf<K extends JournalKind>(kind: K, row: JournalRow) {
  const { seq, at, subject, hash } = row;
  return { kind, seq, at, subject, hash, detail: readJournalDetail(kind, row.detail) };
}

function toRecord(raw: unknown): SubmissionRecord {
  const row = rowSchema.parse(raw);
  return {
    facts: {
      submissionId: row.submission_id,
      fileName: row.file_name,
      size: row.size,
      sha256: row.sha256,
      folderId: row.folder_id,
      identity: row.identity,
      participantCode: row.participant_code,
      inputDate: row.input_date,
      idempotencyKey: row.idempotency_key,
      userId: row.user_id,
      replaces: row.replaces === 1,
      channel: row.channel,
      submittedAt: row.submitted_at,
    },
    newest: entryOf(row.kind, row) as JournalEntry,
    attempts: row.attempts,
    pressedBy: row.pressed_by,
    dismissed: row.dismissed > 0,
    order: row.submission_order,
  };
}

const NEWEST = `
  SELECT s.*, s.rowid AS submission_order, d.file_name, d.size, d.sha256, j.seq, j.at, j.subject, j.kind, j.detail, j.hash,
    (SELECT count(*) FROM journal WHERE subject = s.submission_id AND kind = 'checked') AS attempts,
    (SELECT json_extract(detail, '$.userId') FROM journal WHERE subject = s.submission_id AND kind = 'checked'
      ORDER BY seq DESC LIMIT 1) AS pressed_by,
    (SELECT count(*) FROM journal WHERE subject = s.submission_id AND kind = 'dismissed') AS dismissed
  FROM submissions s
  JOIN drafts d ON d.draft_id = s.submission_id
  JOIN journal j ON j.seq =
    (SELECT max(seq) FROM journal WHERE subject = s.submission_id AND kind <> 'dismissed')`;

function all(database: DatabaseSync, tail: string, ...values: SQLInputValue[]): readonly SubmissionRecord[] {
  return database
    .prepare(`${NEWEST} ${tail}`)
    .all(...values)
    .map(toRecord);
}

/** The newest submissions first. */
export function newestSubmissions(database: DatabaseSync, limit: number): readonly SubmissionRecord[] {
  return all(database, 'ORDER BY s.rowid DESC LIMIT ?', limit);
}

/** Submissions whose newest journal row is of one of these kinds, oldest first. */
export function submissionsIn(
  database: DatabaseSync,
  states: readonly Submission['state'][],
): readonly SubmissionRecord[] {
  const kinds = JSON.stringify(states);
  // The first condition is there for speed alone: few submissions were ever in doubt, and `journal_by_kind` knows them.
  const ever = 's.submission_id IN (SELECT subject FROM journal WHERE kind IN (SELECT value FROM json_each(?)))';
  const now = 'j.kind IN (SELECT value FROM json_each(?))';
  return all(database, `WHERE ${ever} AND ${now} ORDER BY s.rowid`, kinds, kinds);
}

/** The same of one file name. */
export function submissionsOf(
  database: DatabaseSync,
  fileName: string,
  states: readonly Submission['state'][],
): readonly SubmissionRecord[] {
  const now = 'j.kind IN (SELECT value FROM json_each(?))';
  return all(database, `WHERE d.file_name = ? AND ${now} ORDER BY s.rowid`, fileName, JSON.stringify(states));
}

/** Submissions that ended at or after a time, told by a journal row that is not before `seq`, oldest first. */
export function submissionsEndedSince(
  database: DatabaseSync,
  { seq, at }: { readonly seq: number; readonly at: number },
): readonly SubmissionRecord[] {
  const moved = 's.submission_id IN (SELECT subject FROM journal WHERE seq >= ?)';
  return all(
    database,
    `WHERE ${moved} AND j.at >= ? AND j.kind IN ('confirmed', 'refused', 'failed') ORDER BY s.rowid`,
    seq,
    at,
  );
}

/** One submission, or null. */
export function submissionById(database: DatabaseSync, submissionId: string): SubmissionRecord | null {
  return all(database, 'WHERE s.submission_id = ?', submissionId)[0] ?? null;
}
