import type { DatabaseSync } from 'node:sqlite';

const FULL = 2;
const EXTRA = 3;

/**
 * Throws unless this connection keeps a commit through a power cut: WAL with `synchronous` FULL or more
 * (https://www.sqlite.org/pragma.html#pragma_synchronous). Some builds open an existing WAL file with NORMAL, which loses it.
 */
export function assertDurable(database: DatabaseSync): void {
  const mode = database.prepare('PRAGMA journal_mode').get()?.journal_mode;
  if (mode !== 'wal') throw new Error(`the ledger has journal mode ${String(mode)}`);
  const synchronous = database.prepare('PRAGMA synchronous').get()?.synchronous;
  if (synchronous !== FULL && synchronous !== EXTRA)
    throw new Error(`the ledger has synchronous ${String(synchronous)}`);
}
