import type { Migration } from './migration.ts';

/** Until when a server has asked to be left alone. No history: the newest request of each counts. */
export const migration0007: Migration = {
  version: 7,
  run: (database) => {
    database.exec(`
      CREATE TABLE server_waits (
        address TEXT PRIMARY KEY,
        since INTEGER NOT NULL CHECK (since >= 0),
        until INTEGER NOT NULL CHECK (until >= since)
      ) STRICT;
    `);
  },
};
