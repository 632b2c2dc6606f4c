import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lookAtContent } from '../../../../../main/submission/spool/look-at-content.ts';
import { temporaryFolder } from '../../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  place = await temporaryFolder();
});
afterEach(() => place.remove());

async function look(content: string | Buffer): Promise<number | null> {
  const file = path.join(place.folder, 'copy');
  await writeFile(file, content);
  return lookAtContent(file);
}

test.each([
  { what: 'plain rows', content: 'a,b\r\n1,2\r\n' },
  { what: 'quoted cells with commas and line ends', content: 'a,"b, ""c""\nd"\n1,2\n' },
  { what: 'a byte order mark', content: '\ufeffa,b\n' },
  { what: 'rows of different lengths (a header or trailer row)', content: 'H,20260522\n1,2,3\nT,1\n' },
  { what: 'Big5', content: Buffer.from([0xa5, 0x5c, 0x2c, 0x62, 0x0a]) },
  { what: 'no line end', content: 'a,b' },
  { what: 'a large file whose quoted cell is cut by the bound of the look', content: `"${'x'.repeat(1_200_000)}"\n` },
])('reads as CSV: $what', async ({ content }) => {
  expect(await look(content)).toBeNull();
});

test.each([
  { what: 'a ZIP file, as a spreadsheet is one', content: Buffer.from('504b030414000600', 'hex'), line: 0 },
  { what: 'UTF-16', content: Buffer.from('a,b\n', 'utf16le'), line: 0 },
  { what: 'NUL bytes after the start', content: `a,b\n${'x,y\n'.repeat(50_000)}\0`, line: 0 },
  { what: 'a quote that never ends', content: 'a,b\n"c,d\n', line: 2 },
  { what: 'a quote in the middle of a cell', content: 'a,b\nc,d\n1,x"y\n', line: 3 },
])('does not read as CSV: $what', async ({ content, line }) => {
  expect(await look(content)).toBe(line);
});
