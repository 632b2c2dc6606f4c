import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChainReader } from '../../../../../main/ledger/query/chain-reader.ts';
import { journalChain } from '../../../../../main/ledger/query/chains.ts';
import { fillLedger } from '../../../../helpers/fill-ledger.ts';
import { temporaryFolder } from '../../../../helpers/submission-setup.ts';

/** Three lives of five rows; a fourth comes while the ledger is open. */
const ROWS = 15;

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let database: DatabaseSync;
let heads: string[];
const change = (sql: string) => database.exec(sql);

beforeEach(async () => {
  place = await temporaryFolder();
  fillLedger(place.folder, ['a', 'b', 'c', 'd']);
  database = new DatabaseSync(path.join(place.folder, 'ledger.sqlite'));
  const triggers = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) change(`DROP TRIGGER ${name}`);
  change('PRAGMA foreign_keys = OFF');
  const sent = "SELECT detail ->> 'journalHead' AS head FROM journal WHERE kind = 'sent' ORDER BY seq";
  heads = database
    .prepare(sent)
    .all()
    .map(({ head }) => String(head));
});
afterEach(async () => {
  database.close();
  await place.remove();
});

describe('what came since the last reading', () => {
  const parts = ['drafts', 'submissions', 'journal'];

  /** A ledger whose reader has read all but the last life, which comes back by `comeBack`. */
  function openHalfRead() {
    change(`CREATE TEMP TABLE later_journal AS SELECT * FROM journal WHERE seq > ${ROWS};
      CREATE TEMP TABLE later_drafts AS SELECT * FROM drafts WHERE draft_id = 'd'; DELETE FROM drafts WHERE draft_id = 'd';
      CREATE TEMP TABLE later_submissions AS SELECT * FROM submissions WHERE submission_id = 'd';
      DELETE FROM submissions WHERE submission_id = 'd'; DELETE FROM journal WHERE seq > ${ROWS}`);
    const reader = createChainReader(database, journalChain);
    expect(reader.verdict(heads.slice(0, -1))).toEqual({ intact: true, rows: ROWS });
    return reader;
  }
  const comeBack = () => {
    for (const part of parts) change(`INSERT INTO ${part} SELECT * FROM later_${part}`);
  };

  test('is read on to the end, and every witness is looked up', () => {
    const reader = openHalfRead();
    comeBack();
    expect(reader.verdict(heads, ['a', 'd'])).toEqual({ intact: true, rows: ROWS + 5 });
  });

  test.each([1, 2, 3, 4, 5].map((row) => row + ROWS))('is found changed at row %i', (seq) => {
    const reader = openHalfRead();
    comeBack();
    change(`UPDATE journal SET at = at + 1 WHERE seq = ${seq}`);
    expect(reader.verdict(heads)).toEqual({ intact: false, seq, reason: 'hash' });
    change(`UPDATE journal SET at = at - 1 WHERE seq = ${seq}`);
    // What was once found broken is not whole again.
    expect(reader.verdict(heads)).toEqual({ intact: false, seq, reason: 'hash' });
  });

  test('is found with other facts', () => {
    const reader = openHalfRead();
    comeBack();
    change(`UPDATE drafts SET sha256 = '${'2'.repeat(64)}' WHERE draft_id = 'd'`);
    expect(reader.verdict(heads)).toEqual({ intact: false, seq: ROWS + 1, reason: 'facts' });
  });

  test.each(['drafts', 'submissions'])('is found with %s that no row tells of', (part) => {
    const reader = openHalfRead();
    change(`INSERT INTO ${part} SELECT * FROM later_${part}`);
    expect(reader.verdict()).toEqual({ intact: false, seq: ROWS + 1, reason: 'cut' });
  });

  test('is found cut off before its witness', () => {
    const reader = openHalfRead();
    comeBack();
    change(`DELETE FROM journal WHERE seq > ${ROWS + 1}`);
    expect(reader.verdict(heads)).toEqual({ intact: false, seq: ROWS + 2, reason: 'cut' });
  });

  test('does not hide that a head which the exchange saw is not in the part before', () => {
    const reader = openHalfRead();
    comeBack();
    heads[1] = `8:${'e'.repeat(64)}`;
    expect(reader.verdict(heads)).toEqual({ intact: false, seq: 8, reason: 'rolled-back' });
  });

  test('does not hide that the end of the part before has gone', () => {
    const reader = openHalfRead();
    change(`DELETE FROM journal WHERE seq = ${ROWS}`);
    expect(reader.verdict()).toEqual({ intact: false, seq: ROWS, reason: 'rolled-back' });
  });

  test('is all that is read, but the rows and facts that the receipt shows', () => {
    const reader = openHalfRead();
    comeBack();
    const at = (by: string) => change(`UPDATE journal SET at = at ${by} WHERE seq = 8`);
    at('+ 1');
    // Row 8 belongs to b. A ledger that is opened again reads it again.
    expect(reader.verdict(heads, ['a', 'd'])).toEqual({ intact: true, rows: ROWS + 5 });
    expect(reader.verdict(heads, ['b'])).toEqual({ intact: false, seq: 8, reason: 'hash' });
    expect(createChainReader(database, journalChain).verdict()).toEqual({ intact: false, seq: 8, reason: 'hash' });
    at('- 1');
    expect(reader.verdict(heads, ['b'])).toEqual({ intact: true, rows: ROWS + 5 });
    change("UPDATE submissions SET input_date = '2026-05-23' WHERE submission_id = 'b'");
    expect(reader.verdict(heads, ['b'])).toEqual({ intact: false, seq: 7, reason: 'facts' });
  });
});

describe.each([1, 2, 7, 14, 15, 16])('in pieces of %i rows a break is found where one reading finds it', (piece) => {
  test.each([
    'UPDATE journal SET at = at + 1 WHERE seq = 9',
    'DELETE FROM journal WHERE seq = 9',
    "UPDATE drafts SET size = size + 1 WHERE draft_id = 'b'",
    "DELETE FROM submissions WHERE submission_id = 'b'",
    'DELETE FROM journal WHERE seq > 10',
    'SELECT 1',
  ])('%s', (sql) => {
    change(sql);
    const reader = createChainReader(database, journalChain);
    while (reader.readOn(piece));
    expect(reader.verdict(heads)).toEqual(createChainReader(database, journalChain).verdict(heads));
  });
});
