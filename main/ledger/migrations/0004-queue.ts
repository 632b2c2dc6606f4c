import type { Migration } from './migration.ts';

/**
 * What the operator wants of the queue: order, pauses, and when a failed sending is tried again. Wishes are no history, so these two
 * tables alone may be changed; what was sent and became of it stays in the journal.
 */
export const migration0004: Migration = {
  version: 4,
  run: (database) => {
    database.exec(`
      CREATE TABLE queue (
        submission_id TEXT PRIMARY KEY REFERENCES submissions (submission_id),
        place REAL,
        paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
        retries INTEGER NOT NULL CHECK (retries >= 0),
        retry_at INTEGER CHECK (retry_at >= 0)
      ) STRICT;
      CREATE TABLE queue_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
        cleared_to INTEGER NOT NULL
      ) STRICT;
      -- What ended before there was a queue is not listed in it.
      INSERT INTO queue_state SELECT 1, 0, coalesce(max(seq), 0) FROM journal;
      CREATE INDEX drafts_by_name ON drafts (file_name);
    `);
  },
};
