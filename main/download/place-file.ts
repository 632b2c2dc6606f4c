import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import { fitFileName } from '../../shared/model/fit-file-name.ts';

const HONG_KONG = 8 * 3_600_000;
const MOST_SECOND_NAMES = 50;
const LONGEST_EXTENSION = 16;
/** `UNKNOWN`: Windows has errors that have no name here, on shares above all. */
const codeSchema = z.object({ code: z.string().regex(/^(E[A-Z0-9]{1,30}|UNKNOWN)$/) });
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EMLINK']);
/** File systems without hard links (FAT, some shares). */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'UNKNOWN']);

/** The code of a system error; anything else is a bug and is thrown on. */
function codeOf(cause: unknown): string {
  const parsed = codeSchema.safeParse(cause);
  if (!parsed.success) throw cause;
  return parsed.data.code;
}

/** What the file system refuses, as an answer: `disk-full` or `local-folder-unusable`. */
export async function locally<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (cause) {
    const reason = codeOf(cause);
    if (noRoom.has(reason)) return err(appError('disk-full', { retry: 'now' }));
    return err(appError('local-folder-unusable', { retry: 'now', details: { reason } }));
  }
}

/** What is under a name, or null. */
export async function statOrNull(file: string) {
  try {
    return await lstat(file);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** What tells one content from another. */
export interface Content {
  readonly size: number;
  readonly sha256: string;
}

/** Whether a name is that of a file with this content. */
export async function holds(file: string, { size, sha256 }: Content): Promise<boolean> {
  const stats = await statOrNull(file);
  if (!stats?.isFile() || stats.size !== size) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === sha256;
}

interface Named {
  readonly fileName: string;
  readonly modifiedAt: number;
  /** The ending of what will stand beside it. */
  readonly beside?: string;
}

/**
 * The file's own name, then `name_20260522-094107.csv`: the server's time of the file in Hong Kong before the ending, and a number from
 * the second on. Where there is no room the name loses its end.
 */
function nameFor({ fileName, modifiedAt, beside = '' }: Named, number: number): string {
  const { ext } = path.posix.parse(fileName);
  const end = ext.length > LONGEST_EXTENSION ? '' : ext;
  const stem = fileName.slice(0, fileName.length - end.length);
  if (number === 0) return fitFileName(stem, end, beside.length);
  const stamp = new Date(modifiedAt + HONG_KONG).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return fitFileName(stem, `_${stamp}${number > 1 ? `-${number}` : ''}${end}`, beside.length);
}

/** What a file is to be called in a folder. */
export interface ChosenName {
  readonly name: string;
  /** It has this name already, with these bytes. */
  readonly isThere: boolean;
}

/**
 * Chooses the name of a file in a folder: its own, unless other bytes have it. Then the earlier one stays as it is, and this one gets the
 * server's date and time behind its name, so that an operator finds both and none has replaced the other.
 */
export async function chooseName(folder: string, file: Content & Named): Promise<ChosenName> {
  for (let number = 0; number <= MOST_SECOND_NAMES; number += 1) {
    const name = nameFor(file, number);
    const there = await statOrNull(path.join(folder, name));
    if (!there) return { name, isThere: false };
    if (await holds(path.join(folder, name), file)) return { name, isThere: true };
  }
  throw Object.assign(new Error('too many files of one name'), { code: 'EEXIST' });
}

/** Makes the names of a folder durable. Windows has no fsync of a folder; NTFS journals them itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives a complete file its name in one step, and never that of another file: false when the name has been taken meanwhile. The old name
 * goes last, so that a crash leaves the file under both at worst. Where there are no hard links it is renamed, after a last look.
 */
export async function moveTo(file: string, target: string, onLinked: () => void): Promise<boolean> {
  try {
    await link(file, target);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EEXIST') return false;
    if (!noLinks.has(code)) throw cause;
    if (await statOrNull(target)) return false;
    await rename(file, target);
  }
  onLinked();
  await syncFolder(path.dirname(target));
  await rm(file, { force: true });
  return true;
}
