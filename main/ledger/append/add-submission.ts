import type { DatabaseSync } from 'node:sqlite';
import type { SubmissionFacts } from '../ledger.ts';
import { appendRow } from './append-row.ts';

/** Writes a submission's facts and its journal row `checked`, which repeats them so that the chain covers them. */
export function addSubmission(database: DatabaseSync, facts: SubmissionFacts): void {
  const { submissionId, submittedAt, ...checked } = facts;
  database
    .prepare(
      `INSERT INTO submissions (submission_id, folder_id, identity, participant_code, input_date, idempotency_key,
        user_id, replaces, submitted_at, channel) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      submissionId,
      facts.folderId,
      facts.identity,
      facts.participantCode,
      facts.inputDate,
      facts.idempotencyKey,
      facts.userId,
      facts.replaces ? 1 : 0,
      submittedAt,
      facts.channel,
    );
  appendRow(database, {
    subject: submissionId,
    kind: 'checked',
    detail: { ...checked, attempt: 1 },
    at: submittedAt,
  });
}
