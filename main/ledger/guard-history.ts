import type { DatabaseSync } from 'node:sqlite';

/**
 * Has this connection ask the triggers of append-only tables when `INSERT OR REPLACE` would take a row away, too: SQLite leaves them out
 * unless it is told (https://www.sqlite.org/lang_conflict.html, REPLACE).
 */
export function guardHistory(database: DatabaseSync): void {
  database.exec('PRAGMA recursive_triggers = ON');
}
