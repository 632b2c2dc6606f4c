import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';

const codeSchema = z.object({ code: z.string() });

/** The code of a failure of the file system, or an empty text. */
export function codeOf(cause: unknown): string {
  return codeSchema.safeParse(cause).data?.code ?? '';
}

/** What a file system answers that knows no second name for a file. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'UNKNOWN']);

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = [await lstat(one, { bigint: true }), await lstat(other, { bigint: true })];
  return a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
}

/**
 * Moves a file within one file system and never over another one: gives false when the name is taken. The file is under the new name
 * whole or not at all. A move that was broken off between its two names is finished. Where the file system knows no second name for a
 * file, a rename after a look has to do.
 */
export async function moveNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EEXIST') {
      if (!(await isSameFile(from, to))) return false;
    } else if (noLinks.has(code)) {
      if (await exists(to)) return false;
      await rename(from, to);
      return true;
    } else throw cause;
  }
  await rm(from);
  return true;
}

/** Makes a folder's entries durable where the platform can: Windows cannot open one, and some shares refuse. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    if (!['EINVAL', 'ENOTSUP'].includes(codeOf(cause))) throw cause;
  } finally {
    await handle.close();
  }
}
