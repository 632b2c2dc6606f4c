import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate } from '../../../../../main/ledger/migrations/migrate.ts';

test('downloads and their journal take rows in sequence and refuse every change', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 5);
  const hash = 'a'.repeat(64);
  database.exec(`
    INSERT INTO downloads VALUES ('d', 'SD1', '/SD1/inbox', 'a.csv', 1, 2, 3);
    INSERT INTO download_journal VALUES (1, 1, 'd', 'found', '{}', '${hash}');
  `);
  expect(() => database.exec(`INSERT INTO download_journal VALUES (3, 1, 'd', 'failed', '{}', '${hash}')`)).toThrow(
    'no gaps',
  );
  for (const table of ['downloads', 'download_journal']) {
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('append-only');
  }
  expect(() => database.exec('UPDATE downloads SET size = 2')).toThrow('append-only');
  expect(() => database.exec("UPDATE download_journal SET kind = 'x'")).toThrow('append-only');
  expect(() => database.exec("INSERT INTO downloads VALUES ('e', 'SD1', '/SD1/inbox', 'a.csv', 1, 2, 4)")).toThrow(
    'UNIQUE',
  );
  database.exec("INSERT INTO downloads VALUES ('e', 'SD1', '/SD1/inbox', 'a.csv', 1, 9, 4)");
  database.close();
});
