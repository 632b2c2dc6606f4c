import type { Migration } from './migration.ts';

/** The append-only journal. The triggers keep the program honest; the chain of hashes shows what went by them. */
export const migration0001: Migration = {
  version: 1,
  run: (database) => {
    database.exec(`
      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL CHECK (at >= 0),
        subject TEXT NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL,
        hash TEXT NOT NULL CHECK (length(hash) = 64)
      ) STRICT;
      CREATE INDEX journal_by_subject ON journal (subject, seq);
      CREATE INDEX journal_by_kind ON journal (kind, subject);
      CREATE TRIGGER journal_in_sequence BEFORE INSERT ON journal
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
        BEGIN SELECT raise(ABORT, 'the journal has no gaps'); END;
      CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
        BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
      CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
        BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
    `);
  },
};
