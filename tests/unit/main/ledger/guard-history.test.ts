import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { guardHistory } from '../../../../main/ledger/guard-history.ts';
import { migrate } from '../../../../main/ledger/migrations/migrate.ts';

const hash = 'a'.repeat(64);
/** A row of each append-only table, in an order that their references allow. */
const rows = [
  `drafts VALUES ('d', 'x.csv', 1, '${hash}', NULL, 1)`,
  "draft_choices VALUES (1, 'd', NULL, NULL, NULL, NULL)",
  "submissions VALUES ('d', 'SD1', 'i', '01234', '2026-05-22', 'key', 'user', 0, 1, 'sftp')",
  "catalogues VALUES (1, 1, '[]')",
  "downloads VALUES ('d', 'SD1', '/SD1/inbox', 'a.csv', 1, 2, 3)",
  "watch_files VALUES ('f', '/root', 'SD1', 'x.csv', 1, 1.5, 1)",
  "watch_events VALUES (1, 1, 'f', 'seen', NULL, '{}')",
  "watch_choices VALUES (1, 1, 'SD1', '{}')",
  "watch_terminal VALUES (1, 't')",
];

test('no row of history is replaced by one of the same key', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  guardHistory(database);
  for (const row of rows) database.exec(`INSERT INTO ${row}`);
  for (const row of rows) expect(() => database.exec(`INSERT OR REPLACE INTO ${row}`), row).toThrow('append-only');
  // What the operator wishes of the queue is no history.
  for (let turn = 0; turn < 2; turn += 1) database.exec("INSERT OR REPLACE INTO queue VALUES ('d', 1.5, 1, 0, NULL)");
  database.close();
});
