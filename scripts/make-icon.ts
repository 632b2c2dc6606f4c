import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { root } from './lib/root.ts';

/*
 * Draws the icon of the program into build/icon.ico and build/icon.png: a file with a check mark, ours, made of a few shapes so that
 * it needs no drawing program. Run by hand after a change (`node scripts/make-icon.ts`); the results are in the repository.
 */
type Colour = readonly [number, number, number];
type Point = readonly [number, number];

const PAPER: Colour = [246, 248, 250];
const INK: Colour = [21, 71, 125];
const MARK: Colour = [24, 128, 86];
const SAMPLES = 4;

function distanceToLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** The distance from a rounded rectangle around the middle, negative inside. */
function roundedBox([x, y]: Point, [halfWidth, halfHeight]: Point, radius: number): number {
  const dx = Math.max(Math.abs(x - 0.5) - halfWidth + radius, 0);
  const dy = Math.max(Math.abs(y - 0.5) - halfHeight + radius, 0);
  return Math.hypot(dx, dy) - radius;
}

/** The colour at a place of the unit square, or null outside. */
function colourAt(at: Point): Colour | null {
  if (roundedBox(at, [0.48, 0.48], 0.11) > 0) return null;
  const check = Math.min(distanceToLine(at, [0.38, 0.6], [0.48, 0.7]), distanceToLine(at, [0.48, 0.7], [0.66, 0.48]));
  if (check < 0.05) return MARK;
  if (roundedBox(at, [0.26, 0.34], 0.04) > 0) return INK;
  const lines = Math.min(
    distanceToLine(at, [0.33, 0.28], [0.67, 0.28]),
    distanceToLine(at, [0.33, 0.38], [0.58, 0.38]),
  );
  return lines < 0.022 ? INK : PAPER;
}

function pixel(size: number, column: number, row: number): readonly number[] {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
    const colour = colourAt([x, y]);
    if (!colour) continue;
    covered += 1;
    for (const [index, part] of colour.entries()) sum[index] = (sum[index] ?? 0) + part;
  }
  if (covered === 0) return [0, 0, 0, 0];
  return [...sum.map((part) => Math.round(part / covered)), Math.round((covered / SAMPLES ** 2) * 255)];
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of the icon (RFC 2083: 8 bits, red-green-blue-alpha, no filter). */
function png(size: number): Buffer {
  const rows: number[][] = [];
  for (let row = 0; row < size; row += 1) {
    const columns = Array.from({ length: size }, (_, column) => pixel(size, column, row));
    rows.push([0, ...columns.flat()]);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(rows.flat()), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** A Windows icon: a directory of PNG pictures, 256 written as 0. */
function ico(sizes: readonly number[]): Buffer {
  const pictures = sizes.map(png);
  const directory = Buffer.alloc(6 + 16 * sizes.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(sizes.length, 4);
  let offset = directory.length;
  for (const [index, size] of sizes.entries()) {
    const at = 6 + 16 * index;
    const length = pictures[index]?.length ?? 0;
    directory.set([size % 256, size % 256, 0, 0, 1, 0, 32, 0], at);
    directory.writeUInt32LE(length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += length;
  }
  return Buffer.concat([directory, ...pictures]);
}

const folder = path.join(root, 'build');
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'icon.ico'), ico([16, 24, 32, 48, 64, 128, 256]));
writeFileSync(path.join(folder, 'icon.png'), png(512));
