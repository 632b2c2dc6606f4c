import { expect, test } from 'vitest';
import { isIgnored } from '../../../../main/watch/is-ignored.ts';

test.each([
  'SD_01234_20260522.csv.tmp',
  'x.TMP',
  'x.csv.filepart',
  'x.csv.part',
  'x.csv.crdownload',
  '~$x.xlsx',
  '.hidden.csv',
  '.sending',
  'Thumbs.db',
  'DESKTOP.INI',
])('leaves %s alone', (name) => {
  expect(isIgnored(name)).toBe(true);
});

test.each(['SD_01234_20260522.csv', 'tmp.csv', 'part', 'a~$b.csv', 'thumbs.db.csv', 'x.tmp.csv'])(
  'takes %s',
  (name) => {
    expect(isIgnored(name)).toBe(false);
  },
);
