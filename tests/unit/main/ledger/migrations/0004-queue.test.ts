import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../../../main/ledger/migrations/migrate.ts';

test('wishes may be changed and forgotten, history may not; what ended before is not listed', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 3);
  database.exec(`
    INSERT INTO journal VALUES (1, 1, 'd', 'drafted', '{}', '${'a'.repeat(64)}');
    INSERT INTO drafts VALUES ('d', 'x.csv', 1, '${'b'.repeat(64)}', NULL, 1);
    INSERT INTO submissions VALUES ('d', 'SD1', 'i', '01234', '2026-05-22', 'key', 'user', 0, 1, 'sftp');
  `);
  migrate(database, 4);
  expect(schemaVersion(database)).toBe(4);
  expect(database.prepare('SELECT paused, cleared_to FROM queue_state').get()).toEqual({ paused: 0, cleared_to: 1 });
  database.exec("INSERT INTO queue VALUES ('d', 1.5, 1, 0, NULL)");
  database.exec('UPDATE queue SET paused = 0, retries = 2, retry_at = 9');
  database.exec('UPDATE queue_state SET paused = 1');
  database.exec('DELETE FROM queue');
  expect(() => database.exec("INSERT INTO queue VALUES ('nobody', NULL, 0, 0, NULL)")).toThrow('FOREIGN KEY');
  expect(() => database.exec('INSERT INTO queue_state VALUES (2, 0, 0)')).toThrow('CHECK');
  expect(() => database.exec("UPDATE journal SET kind = 'sent'")).toThrow('append-only');
  expect(() => database.exec('DELETE FROM submissions')).toThrow('append-only');
  database.close();
});
