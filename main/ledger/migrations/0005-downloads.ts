import type { Migration } from './migration.ts';

/** Files that were listed on the server, and the append-only, hash-chained rows of what became of them. */
export const migration0005: Migration = {
  version: 5,
  run: (database) => {
    database.exec(`
      CREATE TABLE downloads (
        download_id TEXT PRIMARY KEY,
        folder_id TEXT NOT NULL,
        remote_folder TEXT NOT NULL,
        file_name TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0),
        modified_at INTEGER NOT NULL,
        found_at INTEGER NOT NULL,
        UNIQUE (remote_folder, file_name, size, modified_at)
      ) STRICT;
      CREATE TABLE download_journal (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (at >= 0),
        subject TEXT NOT NULL REFERENCES downloads (download_id),
        kind TEXT NOT NULL,
        detail TEXT NOT NULL,
        hash TEXT NOT NULL CHECK (length(hash) = 64)
      ) STRICT;
      CREATE INDEX download_journal_by_subject ON download_journal (subject, seq);
      CREATE INDEX download_journal_by_kind ON download_journal (kind, subject);
      CREATE TRIGGER download_journal_in_sequence BEFORE INSERT ON download_journal
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM download_journal)
        BEGIN SELECT raise(ABORT, 'the journal of downloads has no gaps'); END;
    `);
    for (const table of ['downloads', 'download_journal']) {
      database.exec(`
        CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
          BEGIN SELECT raise(ABORT, '${table} is append-only'); END;
        CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
          BEGIN SELECT raise(ABORT, '${table} is append-only'); END;
      `);
    }
  },
};
