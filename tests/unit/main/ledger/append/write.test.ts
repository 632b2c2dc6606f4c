import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { write } from '../../../../../main/ledger/append/write.ts';

let database: DatabaseSync;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (a TEXT NOT NULL) STRICT');
});
afterEach(() => database.close());

const count = () => database.prepare('SELECT count(*) AS n FROM t').get()?.n;
const insert = (text: string) => database.prepare('INSERT INTO t VALUES (?)').run(text);

test('what was written stays', () => {
  expect(write(database, () => insert('one'))).toEqual({ ok: true, value: null });
  expect(count()).toBe(1);
});

test('a database without room is `disk-full`; nothing of the transaction stays and the next one goes', () => {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${pages + 1}`);
  const result = write(database, () => {
    insert('small');
    insert('x'.repeat(100_000));
  });
  expect(result).toEqual({ ok: false, error: { code: 'disk-full', retry: 'now' } });
  expect(count()).toBe(0);
  expect(write(database, () => insert('small'))).toMatchObject({ ok: true });
});

test('a bug throws, and nothing of the transaction stays', () => {
  const buggy = () => {
    insert('one');
    throw new TypeError('a bug');
  };
  expect(() => write(database, buggy)).toThrow('a bug');
  expect(() => write(database, () => database.exec('INSERT INTO t VALUES (NULL)'))).toThrow('NOT NULL');
  expect(count()).toBe(0);
});
