import type { Migration } from './migration.ts';

const tables = ['watch_files', 'watch_events', 'watch_choices', 'watch_terminal'];

/**
 * Watch folders: each file that was taken from an outbox with what became of it, the operator's choices for each folder (the newest
 * counts), and the id by which this terminal is known on a share.
 */
export const migration0006: Migration = {
  version: 6,
  run: (database) => {
    database.exec(`
      CREATE TABLE watch_files (
        file_id TEXT PRIMARY KEY,
        root TEXT NOT NULL,
        folder_id TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0),
        modified_at REAL NOT NULL,
        seen_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX watch_files_by_folder ON watch_files (folder_id, seen_at);
      CREATE TABLE watch_events (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        file_id TEXT NOT NULL REFERENCES watch_files (file_id),
        kind TEXT NOT NULL,
        sha256 TEXT CHECK (length(sha256) = 64),
        detail TEXT NOT NULL
      ) STRICT;
      CREATE INDEX watch_events_by_file ON watch_events (file_id, seq);
      CREATE INDEX watch_events_by_kind ON watch_events (kind, at);
      CREATE TABLE watch_choices (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        folder_id TEXT NOT NULL,
        choice TEXT NOT NULL
      ) STRICT;
      CREATE TABLE watch_terminal (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        terminal_id TEXT NOT NULL
      ) STRICT;
    `);
    for (const table of tables) {
      database.exec(`
        CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
          BEGIN SELECT raise(ABORT, '${table} is append-only'); END;
        CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
          BEGIN SELECT raise(ABORT, '${table} is append-only'); END;
      `);
    }
  },
};
