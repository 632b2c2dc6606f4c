import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import { addDraft } from '../../../../main/ledger/append/add-draft.ts';
import { addSubmission } from '../../../../main/ledger/append/add-submission.ts';
import { appendRow } from '../../../../main/ledger/append/append-row.ts';
import { migrate } from '../../../../main/ledger/migrations/migrate.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { readHead } from '../../../../main/ledger/query/head.ts';
import { sampleFolder } from '../../../helpers/sample-folder.ts';
import { sampleChoices, sampleDraft, sampleSubmission, writeConfirmed } from '../../../helpers/sample-ledger.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
const file = () => path.join(place.folder, 'ledger.sqlite');
const open = () => openLedger({ dataFolder: place.folder, clock: systemClock });

beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place.remove());

describe('opening', () => {
  test('a new ledger is empty, private, and opens again with what was written', () => {
    const first = good(open());
    expect(first.head()).toBe(`0:${'0'.repeat(64)}`);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    writeConfirmed(first, 'a');
    const head = first.head();
    first.close();
    const second = good(open());
    expect(second.head()).toBe(head);
    expect(second.submission('a')).toMatchObject({ newest: { kind: 'confirmed' }, attempts: 1, dismissed: false });
    second.close();
  });

  test('a second program on the same folder is refused, and not called damage', () => {
    const first = good(open());
    expect(open()).toMatchObject({ ok: false, error: { code: 'ledger-in-use' } });
    first.close();
    good(open()).close();
  });

  test('a file that is no database is refused', () => {
    writeFileSync(file(), 'this is no database, although it has the name of one'.repeat(100));
    expect(open()).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } });
  });

  test('a damaged page is found by the integrity check', () => {
    const ledger = good(open());
    for (let n = 0; n < 50; n += 1) writeConfirmed(ledger, `s${n}`);
    ledger.close();
    const bytes = readFileSync(file());
    bytes.fill(0xff, 4096 * 3, 4096 * 4);
    writeFileSync(file(), bytes);
    expect(open()).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } });
  });

  test('a ledger of version 3 is brought up to date with what it has, and its chain goes on', () => {
    const database = new DatabaseSync(file());
    migrate(database, 3);
    for (const life of ['a', 'b']) {
      addDraft(database, sampleDraft(life), sampleChoices);
      addSubmission(database, sampleSubmission(life));
      appendRow(database, { subject: life, kind: 'sending', detail: {}, at: 3 });
    }
    const before = readHead(database);
    database.close();
    const ledger = good(open());
    expect(ledger.head()).toBe(`${before.seq}:${before.hash}`);
    expect(ledger.verifyJournal([ledger.head()])).toEqual({ intact: true, rows: 6 });
    expect(ledger.submissionsIn(['sending']).map(({ facts }) => facts.submissionId)).toEqual(['a', 'b']);
    // What ended before is no news of the queue.
    expect(ledger.queue.state()).toEqual({ paused: false, clearedTo: 6 });
    expect([ledger.queue.wishes(), ledger.downloads.list(9), ledger.watch.openFiles()]).toEqual([[], [], []]);
    const head = writeConfirmed(ledger, 'c');
    expect(ledger.verifyJournal([head])).toEqual({ intact: true, rows: 11 });
    expect(ledger.downloads.isIntact()).toBe(true);
    ledger.close();
    const again = good(open());
    expect(again.verifyJournal([head])).toEqual({ intact: true, rows: 11 });
    again.close();
  });

  test('a ledger of a newer program is refused: it would be read wrongly', () => {
    good(open()).close();
    const database = new DatabaseSync(file());
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(open()).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } });
  });

  test('a folder that cannot be made is refused without naming a path', () => {
    writeFileSync(path.join(place.folder, 'taken'), '');
    const opened = openLedger({ dataFolder: path.join(place.folder, 'taken', 'below'), clock: systemClock });
    expect(opened).toMatchObject({ ok: false, error: { code: 'ledger-damaged' } });
    expect(JSON.stringify(opened)).not.toContain(place.folder);
  });
});

describe('writing', () => {
  test('a step that the states do not know throws and writes nothing', () => {
    const ledger = good(open());
    writeConfirmed(ledger, 'a');
    const head = ledger.head();
    expect(() => ledger.appendJournal('a', 'sending', {})).toThrow('sending cannot follow confirmed');
    expect(() => ledger.appendJournal('unknown', 'checked', {} as never)).toThrow('checked cannot follow nothing');
    expect(ledger.head()).toBe(head);
    ledger.close();
  });

  test('facts and journal row of a submission are written together or not at all', () => {
    const ledger = good(open());
    ledger.addDraft(sampleDraft('a'), sampleChoices);
    ledger.appendJournal('a', 'removed', {});
    expect(() => ledger.addSubmission(sampleSubmission('a'))).toThrow('checked cannot follow removed');
    expect(ledger.submission('a')).toBeNull();
    ledger.close();
  });

  test('the newest choice of a draft counts; a submitted or removed draft is no longer open', () => {
    const ledger = good(open());
    ledger.addDraft(sampleDraft('a'), sampleChoices);
    ledger.addDraft(sampleDraft('b'), sampleChoices);
    ledger.addDraft(sampleDraft('c'), sampleChoices);
    ledger.chooseForDraft('a', { ...sampleChoices, inputDate: null });
    ledger.appendJournal('b', 'removed', {});
    ledger.addSubmission(sampleSubmission('c'));
    expect(ledger.openDrafts().map((draft) => [draft.facts.draftId, draft.choices.inputDate])).toEqual([['a', null]]);
    ledger.close();
  });

  test('the same catalogue is kept once, another one replaces it', () => {
    const ledger = good(open());
    expect(ledger.catalogue()).toBeNull();
    const folder = sampleFolder();
    ledger.keepCatalogue([folder]);
    ledger.keepCatalogue([folder]);
    ledger.keepCatalogue([{ ...folder, maxBytes: 200 }]);
    expect(ledger.catalogue()).toEqual([{ ...folder, maxBytes: 200 }]);
    ledger.close();
    const database = new DatabaseSync(file());
    expect(database.prepare('SELECT count(*) AS n FROM catalogues').get()).toMatchObject({ n: 2 });
    database.close();
  });

  test('what was sent is listed with the reference that the exchange gave it', () => {
    const ledger = good(open());
    writeConfirmed(ledger, 'a');
    ledger.addDraft(sampleDraft('b'), sampleChoices);
    ledger.addSubmission(sampleSubmission('b'));
    expect(ledger.sentFiles().map((sent) => sent.reference)).toEqual(['R-a', null]);
    ledger.close();
  });
});
