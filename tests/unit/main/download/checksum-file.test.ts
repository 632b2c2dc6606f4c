import { expect, test } from 'vitest';
import { readChecksumFile } from '../../../../main/download/checksum-file.ts';

const one = 'a1'.repeat(32);
const two = 'b2'.repeat(32);

test.each([
  ['as sha256sum writes it', `${one}  a.csv\n`],
  ['in binary mode', `${one} *a.csv\r\n`],
  ['alone', one],
  ['in capitals, with a byte order mark', `\ufeff${one.toUpperCase()}  a.csv`],
  ['with the path that the exchange had', `${one}  /out/today/a.csv\n`],
  ['among others', `${two}  b.csv\n${one}  a.csv\n\n`],
  ['twice the same', `${one}  a.csv\n${one}  a.csv\n`],
])('reads a checksum %s', (_how, text) => {
  expect(readChecksumFile(text, 'a.csv')).toBe(one);
});

test.each([
  ['nothing', ''],
  ['the checksum of another file', `${one}  b.csv\n`],
  ['two different ones', `${one}  a.csv\n${two}  a.csv\n`],
  ['a shorter one', `${one.slice(1)}  a.csv\n`],
  ['something else', '<html>not found</html>'],
  ['a checksum alone among lines', `${one}\n${two}  b.csv\n`],
])('reads no checksum from %s', (_what, text) => {
  expect(readChecksumFile(text, 'a.csv')).toBeNull();
});
