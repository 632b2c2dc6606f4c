import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const rowSchema = z
  .object({
    id: z.number(),
    firm: z.string(),
    idempotency_key: z.string(),
    fingerprint: z.string(),
    reference: z.string(),
    folder_id: z.string(),
    identity: z.string(),
    participant_code: z.string(),
    input_date: z.string(),
    file_name: z.string(),
    size: z.number(),
    sha256: z.string(),
    received_at: z.number(),
    status: z.enum(['accepted', 'replaced']),
    replaced_sha256: z.string().nullable(),
    journal_head: z.string(),
    submitted_by: z.string(),
    channel: z.enum(['web', 'sftp']),
  })
  .transform((row) => ({
    id: row.id,
    firm: row.firm,
    idempotencyKey: row.idempotency_key,
    fingerprint: row.fingerprint,
    reference: row.reference,
    folderId: row.folder_id,
    identity: row.identity,
    participantCode: row.participant_code,
    inputDate: row.input_date,
    fileName: row.file_name,
    size: row.size,
    sha256: row.sha256,
    receivedAt: row.received_at,
    status: row.status,
    replacedSha256: row.replaced_sha256,
    journalHead: row.journal_head,
    submittedBy: row.submitted_by,
    channel: row.channel,
  }));

/** A file that the exchange took. */
export type SubmissionRecord = Readonly<z.infer<typeof rowSchema>>;
export type NewSubmission = Omit<SubmissionRecord, 'id' | 'status' | 'replacedSha256'>;

/** A key belongs to a firm: a colleague who logs in after a crash may ask for it too. */
export interface SubmissionKey {
  readonly firm: string;
  readonly idempotencyKey: string;
}

export function findSubmission(database: DatabaseSync, key: SubmissionKey): SubmissionRecord | null {
  const row = database
    .prepare('SELECT * FROM submission WHERE firm = ? AND idempotency_key = ?')
    .get(key.firm, key.idempotencyKey);
  return row ? rowSchema.parse(row) : null;
}

/**
 * Enters a file. A file of the same name in the same folder for the same participant is replaced by it (seed ECP FAQ
 * item 25: submit again under the same name). To be called within a transaction.
 */
export function enterSubmission(database: DatabaseSync, file: NewSubmission): SubmissionRecord {
  const earlier = database
    .prepare(
      `SELECT id, sha256 FROM submission
       WHERE firm = ? AND folder_id = ? AND participant_code = ? AND file_name = ? AND status = 'accepted'`,
    )
    .get(file.firm, file.folderId, file.participantCode, file.fileName);
  if (earlier) database.prepare("UPDATE submission SET status = 'replaced' WHERE id = ?").run(Number(earlier.id));
  const replacedSha256 = earlier ? String(earlier.sha256) : null;
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO submission (firm, idempotency_key, fingerprint, reference, folder_id, identity, participant_code,
         input_date, file_name, size, sha256, received_at, status, replaced_sha256, journal_head, submitted_by, channel)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'accepted', ?, ?, ?, ?)`,
    )
    .run(
      file.firm,
      file.idempotencyKey,
      file.fingerprint,
      file.reference,
      file.folderId,
      file.identity,
      file.participantCode,
      file.inputDate,
      file.fileName,
      file.size,
      file.sha256,
      file.receivedAt,
      replacedSha256,
      file.journalHead,
      file.submittedBy,
      file.channel,
    );
  return { ...file, id: Number(lastInsertRowid), status: 'accepted', replacedSha256 };
}

/** Newest first: the rows of a firm and some participant codes with a number below `before`. */
export function listSubmissions(
  database: DatabaseSync,
  wanted: { firm: string; participantCodes: readonly string[]; before: number; limit: number },
): readonly SubmissionRecord[] {
  const rows = database
    .prepare(
      `SELECT * FROM submission WHERE firm = ? AND id < ? AND participant_code IN (SELECT value FROM json_each(?))
       ORDER BY id DESC LIMIT ?`,
    )
    .all(wanted.firm, wanted.before, JSON.stringify(wanted.participantCodes), wanted.limit);
  return z.array(rowSchema).parse(rows);
}

/** Every file that was taken, newest first; for the tests and the start of the exchange. */
export function allSubmissions(database: DatabaseSync): readonly SubmissionRecord[] {
  return z.array(rowSchema).parse(database.prepare('SELECT * FROM submission ORDER BY id DESC').all());
}
