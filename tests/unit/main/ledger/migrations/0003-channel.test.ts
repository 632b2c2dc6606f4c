import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate } from '../../../../../main/ledger/migrations/migrate.ts';

test('a submission from before went by web; a later one says its channel, and no other word is taken', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 2);
  database.exec(`
    INSERT INTO drafts VALUES ('old', 'x.csv', 1, '${'b'.repeat(64)}', NULL, 1), ('new', 'y.csv', 1, '${'c'.repeat(64)}', NULL, 2);
    INSERT INTO submissions VALUES ('old', 'SD1', 'i', '01234', '2026-05-22', 'key', 'user', 0, 1);
  `);
  migrate(database, 3);
  const add = (key: string, channel: string) =>
    database.exec(
      `INSERT INTO submissions VALUES ('new', 'SD1', 'i', '01234', '2026-05-22', '${key}', 'user', 0, 1, '${channel}')`,
    );
  expect(() => add('key1', 'post')).toThrow('CHECK');
  add('key2', 'sftp');
  const rows = database.prepare('SELECT channel FROM submissions ORDER BY rowid').all();
  expect(rows.map((row) => row.channel)).toEqual(['web', 'sftp']);
  database.close();
});
