import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../../../main/ledger/migrations/migrate.ts';

const insert = "INSERT INTO journal VALUES (?, 1, 's', 'drafted', '{}', ?)";
const hash = 'a'.repeat(64);

test('the journal takes rows in sequence and refuses every change', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 1);
  expect(schemaVersion(database)).toBe(1);
  database.prepare(insert).run(1, hash);
  expect(() => database.prepare(insert).run(3, hash)).toThrow('no gaps');
  expect(() => database.prepare(insert).run(1, hash)).toThrow('no gaps');
  database.prepare(insert).run(2, hash);
  expect(() => database.exec("UPDATE journal SET kind = 'sent'")).toThrow('append-only');
  expect(() => database.exec('DELETE FROM journal WHERE seq = 2')).toThrow('append-only');
  expect(() => database.prepare(`INSERT OR REPLACE INTO journal VALUES (2, 9, 's', 'x', '{}', ?)`).run(hash)).toThrow();
  expect(() => database.prepare(insert).run(3, 'short')).toThrow('CHECK');
  database.close();
});
