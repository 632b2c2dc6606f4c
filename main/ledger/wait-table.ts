import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { write } from './append/write.ts';
import type { WaitTable } from './ledger.ts';

const waitSchema = z.object({ since: z.number().int(), until: z.number().int() });

/** The table of the servers' waits in the ledger's file. */
export function waitTableOver(database: DatabaseSync): WaitTable {
  return {
    read(address) {
      const row = database.prepare('SELECT since, until FROM server_waits WHERE address = ?').get(address);
      return row ? waitSchema.parse(row) : null;
    },
    keep: (address, { since, until }) =>
      write(database, () => {
        database
          .prepare('INSERT OR REPLACE INTO server_waits (address, since, until) VALUES (?, ?, ?)')
          .run(address, since, until);
      }),
  };
}
