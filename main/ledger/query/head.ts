import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { genesisHash } from '../journal-hash.ts';

const headSchema = z.object({ seq: z.number().int(), hash: z.string() });

/** Sequence number and hash of the newest journal row; 0 and 64 zeros before the first. */
export function readHead(database: DatabaseSync): { readonly seq: number; readonly hash: string } {
  const row = database.prepare('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1').get();
  return row ? headSchema.parse(row) : { seq: 0, hash: genesisHash };
}
