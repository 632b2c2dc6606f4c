import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { write } from './append/write.ts';
import type { QueueState, QueueTable, QueueWish, SubmissionRecord } from './ledger.ts';
import { submissionsEndedSince } from './query/submissions.ts';

const wishSchema = z.object({
  submission_id: z.string(),
  place: z.number().nullable(),
  paused: z.number().int(),
  retries: z.number().int(),
  retry_at: z.number().int().nullable(),
});

const stateSchema = z.object({ paused: z.number().int(), cleared_to: z.number().int() });
const seqSchema = z.object({ seq: z.number().int().nullable() });

function readWish(raw: unknown): QueueWish {
  const { submission_id, place, paused, retries, retry_at } = wishSchema.parse(raw);
  return { submissionId: submission_id, place, paused: paused === 1, retries, retryAt: retry_at };
}

function keepWish(database: DatabaseSync, { submissionId, place, paused, retries, retryAt }: QueueWish): void {
  // A wish that says nothing needs no row.
  if (place === null && !paused && retries === 0 && retryAt === null) {
    database.prepare('DELETE FROM queue WHERE submission_id = ?').run(submissionId);
    return;
  }
  database
    .prepare('INSERT OR REPLACE INTO queue (submission_id, place, paused, retries, retry_at) VALUES (?, ?, ?, ?, ?)')
    .run(submissionId, place, paused ? 1 : 0, retries, retryAt);
}

function readState(database: DatabaseSync): QueueState {
  const { paused, cleared_to } = stateSchema.parse(database.prepare('SELECT * FROM queue_state').get());
  return { paused: paused === 1, clearedTo: cleared_to };
}

/** So many rows are looked at: a long history costs nothing, and a clock that was once set wrong hides nothing. */
const NEWEST_ROWS = 200_000;

function endedSince(database: DatabaseSync, since: number): readonly SubmissionRecord[] {
  const first = database
    .prepare('SELECT min(seq) AS seq FROM (SELECT seq, at FROM journal ORDER BY seq DESC LIMIT ?) WHERE at >= ?')
    .get(NEWEST_ROWS, since);
  const { seq } = seqSchema.parse(first);
  return seq === null ? [] : submissionsEndedSince(database, { seq, at: since });
}

/** The queue's own tables in the ledger's file. */
export function queueTableOver(database: DatabaseSync): QueueTable {
  return {
    wishes: () => database.prepare('SELECT * FROM queue').all().map(readWish),
    keep: (wishes) =>
      write(database, () => {
        for (const wish of wishes) keepWish(database, wish);
      }),
    state: () => readState(database),
    keepState: ({ paused, clearedTo }) =>
      write(database, () => {
        database.prepare('UPDATE queue_state SET paused = ?, cleared_to = ?').run(paused ? 1 : 0, clearedTo);
      }),
    endedSince: (since) => endedSince(database, since),
  };
}
