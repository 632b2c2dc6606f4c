import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../../../../main/ledger/migrations/migrate.ts';

test('a ledger of before there were waits gets their table', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, 6);
  migrate(database, 7);
  expect(schemaVersion(database)).toBe(7);
  database.exec("INSERT INTO server_waits VALUES ('https://sso.example', 1, 2)");
  expect(() => database.exec("INSERT INTO server_waits VALUES ('https://ecp.example', 2, 1)")).toThrow('CHECK');
  database.close();
});
