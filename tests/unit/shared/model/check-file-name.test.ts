import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFileName } from '../../../../shared/model/check-file-name.ts';

describe('names that are fit', () => {
  test.each([
    'SD_01234_20220512.csv',
    '申報表.csv',
    'a b.csv',
    'com10.csv',
    'console.csv',
    '.hidden',
    'é',
    'e\u0301',
    '😀.csv',
  ])('%s', (name) => {
    expect(checkFileName(name)).toBeNull();
  });
});

describe('names that are not', () => {
  const reserved = [
    'con',
    'PRN',
    'aux.csv',
    'NUL.tar.gz',
    'COM1',
    'com9.csv',
    'LPT1',
    'COM¹',
    'lpt³.csv',
    'CONIN$',
    'con .csv',
  ];
  test.each([
    ...reserved.map((name) => [name, 'reserved'] as const),
    ['', 'empty'],
    ['.', 'empty'],
    ['..', 'empty'],
    ['../etc/passwd', 'separator'],
    ['a\\b.csv', 'separator'],
    ['a.csv:stream', 'separator'],
    ['a?.csv', 'separator'],
    ['a\0.csv', 'control'],
    ['a\r\nb.csv', 'control'],
    ['a\u2028.csv', 'control'],
    ['fdp\u202ecsv.exe', 'bidi'],
    ['a\u200b.csv', 'bidi'],
    ['\ufeffa.csv', 'bidi'],
    ['a.csv.', 'trailing'],
    ['a.csv ', 'trailing'],
    [' a.csv', 'trailing'],
    ['\ud800.csv', 'not-unicode'],
    ['a'.repeat(256), 'too-long'],
    ['文'.repeat(86), 'too-long'],
  ] as const)('%j is %s', (name, problem) => {
    expect(checkFileName(name)).toBe(problem);
  });
});

test('255 bytes are the limit, counted in UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (name) => {
      const isLong = new TextEncoder().encode(name).length > 255;
      if (name.isWellFormed() && name !== '.' && name !== '..') {
        expect(checkFileName(name) === 'too-long').toBe(isLong);
      }
    }),
  );
});

test('no naughty string that passes can steer a path, a terminal or a reader', () => {
  const passed = naughtyStrings.filter((name) => checkFileName(name) === null);
  // The list is there to be refused and to be let through: both must happen for this to mean something.
  expect(passed.length).toBeGreaterThan(100);
  expect(naughtyStrings.length - passed.length).toBeGreaterThan(100);
  for (const name of passed) {
    expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\u202a-\u202e\u2066-\u2069]|^\.{0,2}$/u);
  }
});
