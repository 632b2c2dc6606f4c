import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashJournalRow } from '../../../../../main/ledger/journal-hash.ts';
import type { JournalVerdict } from '../../../../../main/ledger/ledger.ts';
import { openLedger } from '../../../../../main/ledger/open-ledger.ts';
import { journalOf } from '../../../../../main/ledger/query/journal-rows.ts';
import { writeConfirmed } from '../../../../helpers/sample-ledger.ts';
import { good, temporaryFolder } from '../../../../helpers/submission-setup.ts';

/*
 * Somebody with the file in hand: the triggers are dropped, rows are changed, the chain is read again. Every class of tampering is
 * tried at every row.
 */
const LIVES = ['a', 'b', 'c'] as const;
const ROWS = LIVES.length * 5;
const everyRow = Array.from({ length: ROWS }, (_, index) => index + 1);

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let heads: string[];
let at = 0;
const clock = { now: () => ++at, monotonic: () => at };
const file = () => path.join(place.folder, 'ledger.sqlite');
const untouched = () => path.join(place.folder, 'untouched.sqlite');

beforeEach(async () => {
  place = await temporaryFolder();
  const ledger = good(openLedger({ dataFolder: place.folder, clock }));
  heads = LIVES.map((life) => writeConfirmed(ledger, life));
  ledger.close();
  copyFileSync(file(), untouched());
});
afterEach(() => place.remove());

function tamper(change: (database: DatabaseSync) => void): void {
  copyFileSync(untouched(), file());
  const database = new DatabaseSync(file());
  const triggers = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  database.close();
}

function verify(witnesses: readonly string[] = []): JournalVerdict {
  const ledger = good(openLedger({ dataFolder: place.folder, clock }));
  const verdict = ledger.verifyJournal(witnesses);
  ledger.close();
  return verdict;
}

/** Makes the chain fit again from a row on, as somebody would who knows how it is made. */
function rechain(database: DatabaseSync): void {
  let hash = '0'.repeat(64);
  const lives = database.prepare('SELECT subject FROM journal GROUP BY subject ORDER BY min(seq)').all();
  for (const row of lives.flatMap(({ subject }) => journalOf(database, String(subject)))) {
    hash = hashJournalRow(hash, row);
    database.prepare('UPDATE journal SET hash = ? WHERE seq = ?').run(hash, row.seq);
  }
}

test('an untouched journal holds, with and without the receipts', () => {
  expect(verify()).toEqual({ intact: true, rows: ROWS });
  expect(verify(heads)).toEqual({ intact: true, rows: ROWS });
});

describe('found by the chain alone, at every row', () => {
  test.each([
    { what: 'an edited detail', sql: `UPDATE journal SET detail = detail || ' ' WHERE seq = ?` },
    { what: 'a changed kind', sql: `UPDATE journal SET kind = 'refused' WHERE seq = ?` },
    { what: 'a changed time', sql: `UPDATE journal SET at = at + 1 WHERE seq = ?` },
    { what: 'another subject', sql: `UPDATE journal SET subject = 'z' WHERE seq = ?` },
    { what: 'a changed hash', sql: `UPDATE journal SET hash = '${'1'.repeat(64)}' WHERE seq = ?` },
  ])('$what', ({ sql }) => {
    for (const seq of everyRow) {
      tamper((database) => database.prepare(sql).run(seq));
      expect(verify()).toMatchObject({ intact: false, seq, reason: 'hash' });
    }
  });

  test('a row deleted in the middle', () => {
    for (const seq of everyRow.slice(0, -1)) {
      tamper((database) => database.prepare('DELETE FROM journal WHERE seq = ?').run(seq));
      expect(verify()).toMatchObject({ intact: false, seq, reason: 'sequence' });
    }
  });

  test('a row deleted and the rest moved up', () => {
    for (const seq of everyRow.slice(0, -1)) {
      tamper((database) => {
        database.prepare('DELETE FROM journal WHERE seq = ?').run(seq);
        for (const later of everyRow.slice(seq)) {
          database.prepare('UPDATE journal SET seq = ? WHERE seq = ?').run(later - 1, later);
        }
      });
      expect(verify()).toMatchObject({ intact: false, seq, reason: 'hash' });
    }
  });

  test('two neighbours swapped', () => {
    for (const seq of everyRow.slice(0, -1)) {
      tamper((database) => {
        const move = database.prepare('UPDATE journal SET seq = ? WHERE seq = ?');
        move.run(1000, seq);
        move.run(seq, seq + 1);
        move.run(seq + 1, 1000);
      });
      expect(verify()).toMatchObject({ intact: false, seq, reason: 'hash' });
    }
  });

  test('a row inserted, or one given twice', () => {
    for (const seq of everyRow) {
      tamper((database) => {
        for (const later of everyRow.slice(seq).reverse()) {
          database.prepare('UPDATE journal SET seq = ? WHERE seq = ?').run(later + 1, later);
        }
        database
          .prepare('INSERT INTO journal SELECT seq + 1, at, subject, kind, detail, hash FROM journal WHERE seq = ?')
          .run(seq);
      });
      expect(verify()).toMatchObject({ intact: false, seq: seq + 1, reason: 'hash' });
    }
  });
});

describe('found although the chain was made to fit again', () => {
  test('a fact that differs from the journal', () => {
    tamper((database) => database.exec(`UPDATE drafts SET sha256 = '${'2'.repeat(64)}' WHERE draft_id = 'b'`));
    expect(verify()).toEqual({ intact: false, seq: 6, reason: 'facts' });
    tamper((database) => database.exec("UPDATE submissions SET input_date = '2026-05-23' WHERE submission_id = 'c'"));
    expect(verify()).toEqual({ intact: false, seq: 12, reason: 'facts' });
  });

  test('a detail that no longer reads', () => {
    tamper((database) => {
      database.exec("UPDATE journal SET detail = '{' WHERE seq = 7");
      rechain(database);
    });
    expect(verify()).toEqual({ intact: false, seq: 7, reason: 'facts' });
  });

  test('a rewritten history, by the head of any later receipt', () => {
    for (const seq of everyRow.slice(0, 10)) {
      tamper((database) => {
        database.prepare('UPDATE journal SET at = at + 1 WHERE seq = ?').run(seq);
        rechain(database);
      });
      expect(verify()).toMatchObject({ intact: true });
      expect(verify(heads)).toMatchObject({ intact: false, reason: 'rolled-back' });
    }
  });

  test('an end that was cut off, by the receipts; and by the facts that stayed', () => {
    for (const seq of everyRow.filter((row) => row < 13)) {
      tamper((database) => {
        database.prepare('DELETE FROM journal WHERE seq > ?').run(seq);
        const known = '(SELECT subject FROM journal)';
        const checked = "(SELECT subject FROM journal WHERE kind = 'checked')";
        database.exec(`DELETE FROM submissions WHERE submission_id NOT IN ${checked}`);
        database.exec(`DELETE FROM draft_choices WHERE draft_id NOT IN ${known}`);
        database.exec(`DELETE FROM drafts WHERE draft_id NOT IN ${known}`);
      });
      expect(verify()).toMatchObject({ intact: true, rows: seq });
      expect(verify(heads)).toMatchObject({ intact: false, seq: seq + 1, reason: 'cut' });
    }
    tamper((database) => database.exec('DELETE FROM journal WHERE seq > 10'));
    expect(verify()).toMatchObject({ intact: false, seq: 11, reason: 'cut' });
  });

  test('an older copy of the file that was written on', () => {
    copyFileSync(untouched(), file());
    const ledger = good(openLedger({ dataFolder: place.folder, clock }));
    const newer = writeConfirmed(ledger, 'd');
    ledger.close();
    copyFileSync(untouched(), file());
    const again = good(openLedger({ dataFolder: place.folder, clock }));
    writeConfirmed(again, 'e');
    again.close();
    expect(verify()).toMatchObject({ intact: true });
    expect(verify([newer])).toMatchObject({ intact: false, reason: 'rolled-back' });
  });
});

test('one reading after another of an open ledger agrees with a reading of all', () => {
  const ledger = good(openLedger({ dataFolder: place.folder, clock }));
  expect(ledger.verifyGrowth(heads)).toEqual({ intact: true, rows: ROWS });
  const head = writeConfirmed(ledger, 'd');
  expect(ledger.verifyGrowth([...heads, head], 'd')).toEqual({ intact: true, rows: ROWS + 5 });
  expect(ledger.verifyGrowth([`99:${'e'.repeat(64)}`])).toMatchObject({ intact: false, reason: 'cut' });
  expect(ledger.verifyJournal([...heads, head])).toEqual({ intact: true, rows: ROWS + 5 });
  ledger.close();
});

test('a break that the first reading found is not forgotten', () => {
  tamper((database) => database.exec('UPDATE journal SET at = at + 1 WHERE seq = 3'));
  const ledger = good(openLedger({ dataFolder: place.folder, clock }));
  for (let turn = 0; turn < 2; turn += 1) {
    expect(ledger.verifyGrowth()).toEqual({ intact: false, seq: 3, reason: 'hash' });
  }
  ledger.close();
});
