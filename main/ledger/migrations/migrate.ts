import type { DatabaseSync } from 'node:sqlite';
import { migration0001 } from './0001-journal.ts';
import { migration0002 } from './0002-submissions.ts';
import { migration0003 } from './0003-channel.ts';
import { migration0004 } from './0004-queue.ts';
import { migration0005 } from './0005-downloads.ts';
import { migration0006 } from './0006-watch.ts';
import { migration0007 } from './0007-waits.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
];

/** The version that this program makes. */
const newest = Math.max(...migrations.map(({ version }) => version));

/** The version of the tables in this file: `PRAGMA user_version`, 0 in a new one. */
export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

/**
 * Brings the tables to `target` (the newest unless a test says otherwise), one transaction for each step. Throws when the
 * file is newer than this program: it would be read wrongly.
 */
export function migrate(database: DatabaseSync, target: number = newest): void {
  const found = schemaVersion(database);
  if (found > newest) throw new Error(`the ledger has version ${found}, this program knows ${target}`);
  for (const migration of migrations) {
    if (migration.version <= found || migration.version > target) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      migration.run(database);
      database.exec(`PRAGMA user_version = ${migration.version}`);
      database.exec('COMMIT');
    } catch (cause) {
      database.exec('ROLLBACK');
      throw cause;
    }
  }
}
