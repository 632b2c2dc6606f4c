import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { addDraft } from '../../main/ledger/append/add-draft.ts';
import { addSubmission } from '../../main/ledger/append/add-submission.ts';
import { appendRow } from '../../main/ledger/append/append-row.ts';
import { openLedger } from '../../main/ledger/open-ledger.ts';
import { readHead } from '../../main/ledger/query/head.ts';
import { sampleChoices, sampleDraft, sampleReceipt, sampleSubmission } from './sample-ledger.ts';
import { good } from './submission-setup.ts';

const clock = { now: () => 5_000, monotonic: () => 0 };

/** Makes a ledger with so many confirmed submissions, five rows each, in one transaction: thousands of durable ones would take minutes. */
export function fillLedger(dataFolder: string, submissionIds: readonly string[]): void {
  good(openLedger({ dataFolder, clock })).close();
  const database = new DatabaseSync(path.join(dataFolder, 'ledger.sqlite'));
  database.exec('BEGIN');
  for (const id of submissionIds) {
    addDraft(database, sampleDraft(id), sampleChoices);
    addSubmission(database, sampleSubmission(id));
    appendRow(database, { subject: id, kind: 'sending', detail: {}, at: 2_500 });
    const { seq, hash } = readHead(database);
    const detail = sampleReceipt(id, `${seq}:${hash}`);
    for (const kind of ['sent', 'confirmed'] as const) appendRow(database, { subject: id, kind, detail, at: 3_000 });
  }
  database.exec('COMMIT');
  database.close();
}
