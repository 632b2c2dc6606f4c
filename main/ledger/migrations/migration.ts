import type { DatabaseSync } from 'node:sqlite';

/** One numbered change of the ledger's tables. Runs in a transaction; once released it is never edited. */
export interface Migration {
  readonly version: number;
  readonly run: (database: DatabaseSync) => void;
}
