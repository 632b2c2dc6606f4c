import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../main/app/system-clock.ts';
import { matchResultName, submissionOf } from '../../../../main/download/submission-of.ts';
import type { Ledger } from '../../../../main/ledger/ledger.ts';
import { openLedger } from '../../../../main/ledger/open-ledger.ts';
import { sampleChoices, sampleDraft, sampleReceipt, sampleSubmission } from '../../../helpers/sample-ledger.ts';
import { good, temporaryFolder } from '../../../helpers/submission-setup.ts';

describe('matchResultName', () => {
  it.each([
    ['{fileName}.response.csv', 'SD_1.csv.response.csv', { fileName: 'SD_1.csv' }],
    ['{baseName}_RESULT_*.csv', 'SD_1_RESULT_0941.csv', { baseName: 'SD_1' }],
    ['R_{fileName}', 'R_a+b (1).csv', { fileName: 'a+b (1).csv' }],
    ['{fileName}-{fileName}', 'a-a', { fileName: 'a' }],
  ])('%s takes %s', (pattern, name, found) => {
    expect(matchResultName(pattern, name)).toEqual(found);
  });

  it.each([
    ['{fileName}.response.csv', 'SD_1.csvXresponse.csv'],
    ['{fileName}.response.csv', '.response.csv'],
    ['{fileName}-{fileName}', 'a-b'],
    ['[{fileName}]', 'a'],
  ])('%s does not take %s', (pattern, name) => {
    expect(matchResultName(pattern, name)).toBeNull();
  });
});

describe('submissionOf', () => {
  const plan = { folder: '/{folderId}/inbox', resultNames: ['{fileName}.response.csv', '{baseName}.processed'] };

  async function withSubmissions<T>(work: (ledger: Ledger) => T): Promise<T> {
    const { folder, remove } = await temporaryFolder();
    const ledger = good(openLedger({ dataFolder: folder, clock: systemClock }));
    for (const [submissionId, receivedAt] of [
      ['first', 1_000_000],
      ['second', 2_000_000],
    ] as const) {
      const draft = { ...sampleDraft(submissionId), fileName: 'SD_1.csv' };
      ledger.addDraft(draft, sampleChoices);
      ledger.addSubmission({ ...sampleSubmission(submissionId), submittedAt: receivedAt });
      ledger.appendJournal(submissionId, 'sending', {});
      const receipt = { ...sampleReceipt(submissionId, ledger.head()), receivedAt };
      ledger.appendJournal(submissionId, 'sent', receipt);
      ledger.appendJournal(submissionId, 'confirmed', receipt);
    }
    try {
      return work(ledger);
    } finally {
      ledger.close();
      await remove();
    }
  }

  it.each([
    ['the newest that the exchange had by then', 'SD_1.csv.response.csv', 'SD1', 2_000_000, 'second'],
    ['an earlier one for an earlier result', 'SD_1.csv.response.csv', 'SD1', 1_999_000 - 1, 'first'],
    ['by the name without its ending', 'SD_1.processed', 'SD1', 3_000_000, 'second'],
    ['none for a result from before', 'SD_1.csv.response.csv', 'SD1', 900_000, null],
    ['none of another folder', 'SD_1.csv.response.csv', 'OTHER', 3_000_000, null],
    ['none for a name that was never submitted', 'SD_2.csv.response.csv', 'SD1', 3_000_000, null],
    ['none for another kind of name', 'notice.pdf', 'SD1', 3_000_000, null],
  ])('gives %s', async (_what, fileName, folderId, modifiedAt, expected) => {
    await withSubmissions((ledger) => {
      expect(submissionOf({ ledger, plan }, { fileName, folderId, modifiedAt })).toBe(expected);
    });
  });

  it('looks at every folder where the exchange has one for all', async () => {
    await withSubmissions((ledger) => {
      const result = { fileName: 'SD_1.csv.response.csv', folderId: 'ECP', modifiedAt: 3_000_000 };
      expect(submissionOf({ ledger, plan: { ...plan, folder: '/out' } }, result)).toBe('second');
    });
  });
});
