import { appendFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytesFromPath } from '../../../../main/app/bytes-from-path.ts';
import { hashIncoming } from '../../../../main/submission/spool/hash-incoming.ts';
import { temporaryFolder } from '../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
const SIZE = 200_000;

beforeEach(async () => {
  place = await temporaryFolder();
  file = path.join(place.folder, 'chosen.csv');
  await writeFile(file, Buffer.alloc(SIZE, 'a'));
});
afterEach(() => place.remove());

/** Copies the file as the program does; something happens to it after the first piece. */
function take(happens: () => Promise<unknown> = async () => undefined, expectedSize = SIZE) {
  let pieces = 0;
  return hashIncoming(
    { fileName: 'chosen.csv', expectedSize, open: () => bytesFromPath(file) },
    {
      maxBytes: 1e9,
      onBytes: async () => {
        pieces += 1;
        if (pieces === 1) await happens();
        return { ok: true, value: null };
      },
    },
  );
}

test('a file that is left alone comes whole', async () => {
  expect(await take()).toMatchObject({ ok: true, value: { size: SIZE } });
});

describe('a file that does not stay what it was', () => {
  test.each([
    { what: 'grows', happens: () => appendFile(file, 'more') },
    { what: 'shrinks', happens: () => truncate(file, 100_000) },
    { what: 'is rewritten in place with the same size', happens: () => writeFile(file, Buffer.alloc(SIZE, 'b')) },
    { what: 'is touched', happens: () => utimes(file, 1, 1) },
    {
      what: 'is replaced by another',
      happens: async () => {
        await writeFile(`${file}.new`, Buffer.alloc(SIZE, 'b'));
        await rename(`${file}.new`, file);
      },
    },
  ])('$what', async ({ happens }) => {
    expect(await take(happens)).toMatchObject({ ok: false, error: { code: 'file-changed' } });
  });

  test('vanishes while it is read', async () => {
    expect(await take(() => rm(file))).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
  });

  test('vanished before it was read', async () => {
    await rm(file);
    expect(await take()).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
  });

  test('has another size than it was chosen with', async () => {
    expect(await take(undefined, SIZE + 1)).toMatchObject({ ok: false, error: { code: 'file-changed' } });
  });
});
