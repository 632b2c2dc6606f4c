import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from './migration.ts';

function refuseChanges(database: DatabaseSync, table: string): void {
  database.exec(`
    CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
      BEGIN SELECT raise(ABORT, '${table} is append-only'); END;
    CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
      BEGIN SELECT raise(ABORT, '${table} is append-only'); END;
  `);
}

/** Facts of drafts and submissions, the operator's choices, and the folder catalogue for the time without a session. */
export const migration0002: Migration = {
  version: 2,
  run: (database) => {
    database.exec(`
      CREATE TABLE drafts (
        draft_id TEXT PRIMARY KEY,
        file_name TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size > 0),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        not_csv_at_line INTEGER,
        added_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE draft_choices (
        id INTEGER PRIMARY KEY,
        draft_id TEXT NOT NULL REFERENCES drafts (draft_id),
        folder_id TEXT,
        identity TEXT,
        participant_code TEXT,
        input_date TEXT
      ) STRICT;
      CREATE INDEX draft_choices_by_draft ON draft_choices (draft_id, id);
      CREATE TABLE submissions (
        submission_id TEXT PRIMARY KEY REFERENCES drafts (draft_id),
        folder_id TEXT NOT NULL,
        identity TEXT NOT NULL,
        participant_code TEXT NOT NULL,
        input_date TEXT NOT NULL,
        idempotency_key TEXT NOT NULL UNIQUE,
        user_id TEXT NOT NULL,
        replaces INTEGER NOT NULL CHECK (replaces IN (0, 1)),
        submitted_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE catalogues (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        folders TEXT NOT NULL
      ) STRICT;
    `);
    for (const table of ['drafts', 'draft_choices', 'submissions', 'catalogues']) refuseChanges(database, table);
  },
};
