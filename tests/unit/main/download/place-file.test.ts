import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseName, holds, locally, moveTo } from '../../../../main/download/place-file.ts';
import { temporaryFolder } from '../../../helpers/submission-setup.ts';

const contentOf = (content: string) => ({
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});
const modifiedAt = Date.parse('2026-05-22T09:41:07+08:00');
let local: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  local = await temporaryFolder();
});
afterEach(() => local.remove());

const at = (name: string) => path.join(local.folder, name);
const choose = (content: string, fileName = 'a.b.csv') =>
  chooseName(local.folder, { fileName, modifiedAt, ...contentOf(content) });

test('a file gets its own name, and the date of the server behind it when other bytes have that', async () => {
  expect(await choose('one')).toEqual({ name: 'a.b.csv', isThere: false });
  writeFileSync(at('a.b.csv'), 'one');
  expect(await choose('one')).toEqual({ name: 'a.b.csv', isThere: true });
  expect(await choose('two')).toEqual({ name: 'a.b_20260522-094107.csv', isThere: false });
  writeFileSync(at('a.b_20260522-094107.csv'), 'three');
  expect(await choose('two')).toEqual({ name: 'a.b_20260522-094107-2.csv', isThere: false });
  expect(await choose('three')).toEqual({ name: 'a.b_20260522-094107.csv', isThere: true });
  expect(await choose('x', 'noending')).toEqual({ name: 'noending', isThere: false });
});

test('a name that was taken meanwhile stays with who took it', async () => {
  writeFileSync(at('part'), 'mine');
  writeFileSync(at('taken'), 'theirs');
  let linked = 0;
  const onLinked = () => {
    linked += 1;
  };
  expect(await moveTo(at('part'), at('taken'), onLinked)).toBe(false);
  expect(readFileSync(at('taken'), 'utf8')).toBe('theirs');
  expect(await moveTo(at('part'), at('free'), onLinked)).toBe(true);
  expect(existsSync(at('part'))).toBe(false);
  expect(readFileSync(at('free'), 'utf8')).toBe('mine');
  expect(linked).toBe(1);
});

test('a file holds a content or not; a folder holds none', async () => {
  writeFileSync(at('file'), 'content');
  expect(await holds(at('file'), contentOf('content'))).toBe(true);
  expect(await holds(at('file'), contentOf('other'))).toBe(false);
  expect(await holds(at('nothing'), contentOf('content'))).toBe(false);
  expect(await holds(local.folder, contentOf(''))).toBe(false);
});

test('what the file system refuses is an answer, a bug is thrown', async () => {
  const failing = (code?: string) => () => Promise.reject(Object.assign(new Error('x'), code && { code }));
  expect(await locally(failing('ENOSPC'))).toMatchObject({ error: { code: 'disk-full' } });
  expect(await locally(failing('EACCES'))).toMatchObject({
    error: { code: 'local-folder-unusable', details: { reason: 'EACCES' } },
  });
  await expect(locally(failing())).rejects.toThrow('x');
});

test('a name that has no room for more is shortened before its ending, at whole characters', async () => {
  const long = `${'件'.repeat(83)}12.csv`;
  writeFileSync(at(long), 'one');
  const { name } = await choose('two', long);
  expect(name).toMatch(/^件+_20260522-094107\.csv$/);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  writeFileSync(at(name), 'two');
  const { folder } = local;
  const beside = await chooseName(folder, { fileName: long, modifiedAt, ...contentOf('six'), beside: '.why.txt' });
  expect(beside.name).not.toBe(name);
  expect(Buffer.byteLength(`${beside.name}.why.txt`)).toBeLessThanOrEqual(255);
});
