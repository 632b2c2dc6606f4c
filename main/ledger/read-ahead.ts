import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ChainReader } from './query/chain-reader.ts';

/** Rows in one piece: some two milliseconds. */
const PIECE = 200;

/**
 * Makes `Ledger.readAhead` over these chains. Whoever calls while it reads waits for the same reading, which ends only when it has seen
 * that nothing is left.
 */
export function createReadAhead(database: DatabaseSync, readers: readonly ChainReader[]): () => Promise<void> {
  let reading: Promise<void> | null = null;
  async function read(): Promise<void> {
    for (const reader of readers) {
      while (database.isOpen && reader.readOn(PIECE)) await othersFirst();
    }
  }
  return () => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
}
