import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../../../main/ledger/migrations/migrate.ts';

test('watched files, their events and the choices for folders only grow', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 6);
  expect(schemaVersion(database)).toBe(6);
  database.exec(`
    INSERT INTO watch_files VALUES ('f', '/root', 'SD1', 'x.csv', 1, 1.5, 1);
    INSERT INTO watch_events VALUES (1, 1, 'f', 'seen', NULL, '{}');
    INSERT INTO watch_choices VALUES (1, 1, 'SD1', '{}');
    INSERT INTO watch_terminal VALUES (1, 't');
  `);
  for (const table of ['watch_files', 'watch_events', 'watch_choices', 'watch_terminal']) {
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('append-only');
    expect(() => database.exec(`UPDATE ${table} SET rowid = rowid + 1`)).toThrow();
  }
  expect(() => database.exec("INSERT INTO watch_events VALUES (2, 1, 'nobody', 'seen', NULL, '{}')")).toThrow(
    'FOREIGN',
  );
  expect(() => database.exec("INSERT INTO watch_terminal VALUES (2, 'another')")).toThrow('CHECK');
  database.close();
});
