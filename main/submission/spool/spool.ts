import { mkdirSync } from 'node:fs';
import { chmod, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** The private folder of the copies: one file for each draft or submission, named by its id, without the original's name. */
export interface Spool {
  pathOf(id: string): string;
  /** The ids that have a copy. */
  list(): Promise<readonly string[]>;
  /** Removes a copy; a missing one is fine, and one that is held open (Windows) is left to the cleaning at the next start. */
  remove(id: string): Promise<void>;
  /** Makes the folder's entries durable. */
  syncFolder(): Promise<void>;
}

/** Makes a folder's entries durable. Windows cannot open a folder for that and needs it not: NTFS journals its entries. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeSchema = z.object({ code: z.enum(['EBUSY', 'EPERM', 'EACCES']) });

async function remove(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (cause) {
    // a virus scanner may hold a file open on Windows; the next start removes it
    if (!codeSchema.safeParse(cause).success) throw cause;
  }
}

/** Opens `<dataFolder>/spool`, readable by this user alone. */
export async function openSpool(dataFolder: string): Promise<Spool> {
  const folder = path.join(dataFolder, 'spool');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return {
    pathOf: (id) => path.join(folder, id),
    list: () => readdir(folder),
    remove: (id) => remove(path.join(folder, id)),
    syncFolder: () => syncFolder(folder),
  };
}
