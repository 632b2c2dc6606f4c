import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isIgnored } from '../is-ignored.ts';
import { codeOf } from '../move-new.ts';
import type { SeenFile } from './stability.ts';

async function see(folder: string, name: string): Promise<SeenFile | null> {
  try {
    const stats = await lstat(path.join(folder, name));
    return stats.isFile() ? { name, size: stats.size, modifiedAt: stats.mtimeMs } : null;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** So many are looked at closely at a time, which is more than can be on their way; a share is slow to ask. */
const MOST = 500;

export interface OutboxLook {
  /** How many there are. */
  readonly count: number;
  /** The first of them by name. */
  readonly files: readonly SeenFile[];
}

/** The files of an outbox that are not to be ignored: plain files only, no links. Throws the file system's error. */
export async function lookAtOutbox(folder: string): Promise<OutboxLook> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !isIgnored(entry.name)).map(({ name }) => name);
  const first = names.sort().slice(0, MOST);
  const seen = await Promise.all(first.map((name) => see(folder, name)));
  return { count: names.length, files: seen.filter((file) => file !== null) };
}

/** How many files an error folder has, their explanations left aside. */
export async function countErrors(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.why.txt') && !isIgnored(entry.name)).length;
}
