import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, migrations, schemaVersion } from '../../../../../main/ledger/migrations/migrate.ts';

test('facts, choices and catalogues are added to a journal that keeps its rows, and refuse every change', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 1);
  database.exec(`INSERT INTO journal VALUES (1, 1, 's', 'drafted', '{}', '${'a'.repeat(64)}')`);
  migrate(database, 2);
  expect(schemaVersion(database)).toBe(2);
  expect(database.prepare('SELECT count(*) AS n FROM journal').get()).toMatchObject({ n: 1 });
  database.exec(`
    INSERT INTO drafts VALUES ('d', 'x.csv', 1, '${'b'.repeat(64)}', NULL, 1);
    INSERT INTO draft_choices VALUES (1, 'd', NULL, NULL, NULL, NULL);
    INSERT INTO submissions VALUES ('d', 'SD1', 'i', '01234', '2026-05-22', 'key', 'user', 0, 1);
    INSERT INTO catalogues VALUES (1, 1, '[]');
  `);
  for (const table of ['drafts', 'draft_choices', 'submissions', 'catalogues']) {
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('append-only');
    expect(() => database.exec(`UPDATE ${table} SET rowid = rowid + 1`)).toThrow();
  }
  expect(() => database.exec('UPDATE drafts SET size = 2')).toThrow('drafts is append-only');
  expect(() =>
    database.exec("INSERT INTO submissions VALUES ('nobody', 'f', 'i', 'p', 'd', 'key2', 'u', 0, 1)"),
  ).toThrow('FOREIGN KEY');
  database.close();
});

test('every migration has its number, from 1 without a gap', () => {
  expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, index) => index + 1));
});
