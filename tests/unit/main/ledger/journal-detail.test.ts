import { expect, test } from 'vitest';
import { readJournalDetail, writeJournalDetail } from '../../../../main/ledger/journal-detail.ts';
import { appError } from '../../../../shared/contract/errors.ts';

test('what was written is read again, by kind', () => {
  const error = appError('refused-by-exchange', { exchangeCode: '4505', details: { message: 'Input Date' } });
  expect(readJournalDetail('refused', writeJournalDetail('refused', { error }))).toEqual({ error });
});

test('an error whose details would not fit keeps its code and loses its details', () => {
  const details = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, 'x'.repeat(300)]));
  const error = appError('refused-by-exchange', { exchangeCode: 'P999', details });
  const text = writeJournalDetail('refused', { error });
  expect(text.length).toBeLessThanOrEqual(1000);
  expect(readJournalDetail('refused', text)).toEqual({
    error: appError('refused-by-exchange', { exchangeCode: 'P999' }),
  });
});

test('a text of another kind is not read', () => {
  expect(() => readJournalDetail('confirmed', '{}')).toThrow();
  expect(() => readJournalDetail('sending', '{"extra":1}')).toThrow();
});
