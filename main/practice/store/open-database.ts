import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations.ts';

/**
 * Opens the practice exchange's own state. The exclusive lock keeps a second exchange off the same folder; the system
 * releases it when the process ends, however it ends. Throws when the folder is in use or cannot be written.
 */
export function openDatabase(stateFolder: string): DatabaseSync {
  const database = new DatabaseSync(join(stateFolder, 'practice.sqlite'), { timeout: 5000 });
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  try {
    database.exec('PRAGMA journal_mode = WAL');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new Error('another practice exchange is running on this state folder');
    throw error;
  }
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  migrate(database);
  return database;
}

/** SQLITE_BUSY, as node:sqlite reports it. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function migrate(database: DatabaseSync): void {
  const done = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  migrations.slice(done).forEach((sql, index) => {
    inTransaction(database, () => {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${done + index + 1}`);
    });
  });
}

/** Runs `work` in one transaction: all of it is durable when this returns, none of it when it throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
