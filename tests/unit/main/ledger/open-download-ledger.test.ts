import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import type { DownloadLedger } from '../../../../main/ledger/download-ledger.ts';
import { migrate } from '../../../../main/ledger/migrations/migrate.ts';
import { openDownloadLedger } from '../../../../main/ledger/open-download-ledger.ts';
import { appError } from '../../../../shared/contract/errors.ts';

const sha256 = 'b'.repeat(64);
const proof = 'checksum' as const;
const facts = (downloadId: string, modifiedAt = 1_000) => ({
  downloadId,
  folderId: 'SD1',
  remoteFolder: '/SD1/inbox',
  fileName: 'a.csv',
  size: 3,
  modifiedAt,
});

function open(): { database: DatabaseSync; ledger: DownloadLedger } {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  return { database, ledger: openDownloadLedger(database, systemClock) };
}

function deliver(ledger: DownloadLedger, downloadId: string, submissionId: string | null): void {
  ledger.note(downloadId, 'received', { sha256, proof, localName: 'a.csv' });
  ledger.note(downloadId, 'delivered', { sha256, proof, localName: 'a.csv', submissionId });
}

describe('the ledger of downloads', () => {
  it('knows a file by name, size and time, and its newest row', () => {
    const { ledger } = open();
    expect(ledger.add([facts('one'), facts('two', 2_000)])).toEqual({ ok: true, value: null });
    ledger.note('one', 'failed', { error: appError('unreachable', { retry: 'now' }) });
    expect(ledger.inFolder('/SD1/inbox').map(({ facts: { downloadId }, newest }) => [downloadId, newest.kind])).toEqual(
      [
        ['one', 'failed'],
        ['two', 'found'],
      ],
    );
    expect(ledger.list(1).map((each) => each.facts.downloadId)).toEqual(['two']);
    expect(ledger.find('three')).toBeNull();
    // All of them or none.
    expect(() => ledger.add([facts('four', 4_000), facts('five', 2_000)])).toThrow('UNIQUE');
    expect(ledger.find('four')).toBeNull();
  });

  it('gives what was delivered last under a name, and the results of a submission in their order', () => {
    const { ledger } = open();
    ledger.add([facts('one'), facts('two', 2_000), facts('three', 3_000)]);
    deliver(ledger, 'two', 'submission');
    deliver(ledger, 'one', 'submission');
    expect(ledger.lastDelivered('/SD1/inbox', 'a.csv')?.facts.downloadId).toBe('one');
    expect(ledger.lastDelivered('/SD1/inbox', 'b.csv')).toBeNull();
    expect(ledger.resultsOf('submission').map((each) => each.facts.downloadId)).toEqual(['two', 'one']);
    expect(ledger.resultsOf('another')).toEqual([]);
  });

  it('lets nothing follow an end, and nothing come before the beginning', () => {
    const { ledger } = open();
    ledger.add([facts('one')]);
    deliver(ledger, 'one', null);
    const failed = { error: appError('unreachable') };
    expect(() => ledger.note('one', 'failed', failed)).toThrow('failed cannot follow delivered');
    expect(() => ledger.note('nobody', 'failed', failed)).toThrow('failed cannot follow nothing');
  });

  it.each([
    ['a row', "UPDATE download_journal SET detail = '{}' WHERE seq = 2"],
    ['a time', 'UPDATE download_journal SET at = at + 1 WHERE seq = 3'],
    ['the order', 'DELETE FROM download_journal WHERE seq = 2'],
    ['a fact', "UPDATE downloads SET file_name = 'b.csv'"],
    ['a fact without a row', "INSERT INTO downloads VALUES ('x', 'SD1', '/', 'x', 1, 2, 3)"],
  ])('notices that %s was changed behind its back', (_what, statement) => {
    const { database, ledger } = open();
    ledger.add([facts('one')]);
    deliver(ledger, 'one', null);
    expect(ledger.isIntact()).toBe(true);
    for (const table of ['downloads', 'download_journal']) {
      for (const change of ['update', 'delete']) database.exec(`DROP TRIGGER ${table}_no_${change}`);
    }
    database.exec(statement);
    expect(ledger.isIntact()).toBe(false);
  });
});
