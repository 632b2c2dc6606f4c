import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { temporaryFolder } from '../../../helpers/submission-setup.ts';

const { exec } = DatabaseSync.prototype;
afterEach(() => {
  DatabaseSync.prototype.exec = exec;
});

/** A SQLite that quietly does something else than it was told, as one does on a disk that cannot do it. */
function tellsSqlite(asked: string, done: string): void {
  DatabaseSync.prototype.exec = function otherExec(this: DatabaseSync, sql: string): void {
    exec.call(this, sql.replace(asked, done));
  };
}

it.each([
  ['journal_mode = WAL', 'journal_mode = DELETE'],
  ['synchronous = FULL', 'synchronous = NORMAL'],
])('a ledger that cannot be durable is not opened: %s became %s', async (asked, done) => {
  const { folder, remove } = await temporaryFolder();
  tellsSqlite(asked, done);
  const opened = openLedger({ dataFolder: folder, clock: systemClock });
  if (opened.ok) opened.value.close();
  expect(opened).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } });
  await remove();
});
