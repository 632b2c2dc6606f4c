import fc from 'fast-check';
import { expect, test } from 'vitest';
import { genesisHash, hashJournalRow } from '../../../../main/ledger/journal-hash.ts';

const row = fc.record({
  seq: fc.nat(),
  at: fc.nat(),
  subject: fc.string({ unit: 'grapheme', maxLength: 8 }),
  kind: fc.string({ unit: 'grapheme', maxLength: 8 }),
  detail: fc.string({ unit: 'grapheme', maxLength: 8 }),
});

test('two rows have one hash only when they are the same row', () => {
  fc.assert(
    fc.property(row, row, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(hashJournalRow(genesisHash, a) === hashJournalRow(genesisHash, b)).toBe(same);
    }),
  );
});

test('text that moves from one member to the next gives another hash', () => {
  fc.assert(
    fc.property(row, fc.string({ minLength: 1, maxLength: 4 }), (a, text) => {
      const left = { ...a, subject: a.subject + text };
      const right = { ...a, kind: text + a.kind };
      expect(hashJournalRow(genesisHash, left)).not.toBe(hashJournalRow(genesisHash, right));
    }),
  );
});

test('the row before counts', () => {
  const one = { seq: 1, at: 2, subject: 's', kind: 'k', detail: '{}' };
  expect(hashJournalRow(genesisHash, one)).not.toBe(hashJournalRow('1'.repeat(64), one));
  // A fixed value: another program can check a journal with nothing but this definition.
  expect(hashJournalRow(genesisHash, one)).toMatchInlineSnapshot(
    `"45c5b325e538e424f5e75ec31a8f4b0c3cb7da8dcec144d35a35a8fcc78ad32a"`,
  );
});
