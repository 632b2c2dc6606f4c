import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSpool, SpoolDiffers } from '../../../../../main/submission/spool/read-spool.ts';
import { temporaryFolder } from '../../../../helpers/submission-setup.ts';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
const content = Buffer.alloc(150_000, 'x,y\n');
const sha256 = createHash('sha256').update(content).digest('hex');

beforeEach(async () => {
  place = await temporaryFolder();
  file = path.join(place.folder, 'copy');
});
afterEach(() => place.remove());

/** Reads until the end or an error; gives what was handed over and the error. */
async function handedOver() {
  const pieces: Uint8Array[] = [];
  const told: number[] = [];
  try {
    const options = { file, sha256, size: content.length, onPiece: (_: number, sent: number) => told.push(sent) };
    for await (const piece of readSpool(options)) pieces.push(Buffer.from(piece));
    return { bytes: Buffer.concat(pieces), told, error: null };
  } catch (error) {
    return { bytes: Buffer.concat(pieces), told, error };
  }
}

test('a right copy is handed over whole, told piece by piece', async () => {
  await writeFile(file, content);
  const { bytes, told, error } = await handedOver();
  expect(error).toBeNull();
  expect(bytes.equals(content)).toBe(true);
  expect(told).toEqual([0, 65_536, 131_072, 150_000]);
});

test.each([
  { what: 'one changed bit at the start', change: (bytes: Buffer) => (bytes[0] = (bytes[0] ?? 0) ^ 1) },
  { what: 'one changed bit at the end', change: (bytes: Buffer) => (bytes[bytes.length - 1] = 0) },
])('a copy with $what can never arrive complete', async ({ change }) => {
  const bytes = Buffer.from(content);
  change(bytes);
  await writeFile(file, bytes);
  const result = await handedOver();
  expect(result.error).toBeInstanceOf(SpoolDiffers);
  expect(result.bytes.length).toBeLessThan(content.length);
});

test.each([
  { what: 'shorter', bytes: content.subarray(0, -1) },
  { what: 'longer', bytes: Buffer.concat([content, Buffer.from('x')]) },
  { what: 'empty', bytes: Buffer.alloc(0) },
])('a copy that is $what is refused', async ({ bytes }) => {
  await writeFile(file, bytes);
  expect((await handedOver()).error).toBeInstanceOf(SpoolDiffers);
});

test('a copy that is gone is an error of the file system', async () => {
  expect((await handedOver()).error).toMatchObject({ code: 'ENOENT' });
});
