import type { Migration } from './migration.ts';

/** How a file goes to the exchange. Everything before this version went by web. */
export const migration0003: Migration = {
  version: 3,
  run: (database) => {
    database.exec(
      "ALTER TABLE submissions ADD COLUMN channel TEXT NOT NULL DEFAULT 'web' CHECK (channel IN ('web', 'sftp'))",
    );
  },
};
