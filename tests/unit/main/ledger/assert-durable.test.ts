import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { assertDurable } from '../../../../main/ledger/assert-durable.ts';
import { temporaryFolder } from '../../../helpers/submission-setup.ts';

test('only WAL with synchronous FULL or more is believed to keep a commit', async () => {
  const { folder, remove } = await temporaryFolder();
  const database = new DatabaseSync(path.join(folder, 'x.sqlite'));
  expect(() => assertDurable(database)).toThrow('journal mode delete');
  database.exec('PRAGMA journal_mode = WAL');
  for (const [level, isDurable] of [
    ['OFF', false],
    ['NORMAL', false],
    ['FULL', true],
    ['EXTRA', true],
  ] as const) {
    database.exec(`PRAGMA synchronous = ${level}`);
    if (isDurable) assertDurable(database);
    else expect(() => assertDurable(database)).toThrow('synchronous');
  }
  database.close();
  await remove();
});
