import { link, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveNew } from '../../../../main/watch/move-new.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-move-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);

test('a file is moved under a free name', async () => {
  await writeFile(at('a'), 'one');
  expect(await moveNew(at('a'), at('b'))).toBe(true);
  expect(await readdir(folder)).toEqual(['b']);
});

test('never over another file', async () => {
  await writeFile(at('a'), 'one');
  await writeFile(at('b'), 'two');
  expect(await moveNew(at('a'), at('b'))).toBe(false);
  expect(await readFile(at('b'), 'utf8')).toBe('two');
  expect(await readFile(at('a'), 'utf8')).toBe('one');
});

test('of many that want one name only one gets it', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `from-${index}`);
  for (const name of names) await writeFile(at(name), name);
  const moved = await Promise.all(names.map((name) => moveNew(at(name), at('to'))));
  expect(moved.filter(Boolean)).toHaveLength(1);
  expect(await readdir(folder)).toHaveLength(20);
});

test('a move that was broken off between its two names is finished', async () => {
  await writeFile(at('a'), 'one');
  await link(at('a'), at('b'));
  expect(await moveNew(at('a'), at('b'))).toBe(true);
  expect(await readdir(folder)).toEqual(['b']);
});

test('a file that is not there is told', async () => {
  await expect(moveNew(at('a'), at('b'))).rejects.toMatchObject({ code: 'ENOENT' });
});
