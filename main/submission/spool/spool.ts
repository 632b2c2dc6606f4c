import { existsSync, mkdirSync } from 'node:fs';
import { chmod, open, readdir, rm, writeFile } from 'node:fs/promises';
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
  /** Writes down, durably, that the file of this id is about to get its final name at the exchange. Goes with the copy. Rejects when the disk does. */
  markNaming(id: string): Promise<void>;
  /** A new attempt has begun: nothing of it has its name. */
  clearNaming(id: string): Promise<void>;
  wasNaming(id: string): boolean;
}

/** An empty file beside the copy. No id has a dot. */
const NAMING = '.naming';

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
  const markOf = (id: string) => path.join(folder, `${id}${NAMING}`);
  return {
    pathOf: (id) => path.join(folder, id),
    list: async () => [...new Set((await readdir(folder)).map((name) => path.basename(name, NAMING)))],
    async remove(id) {
      await remove(path.join(folder, id));
      await remove(markOf(id));
    },
    syncFolder: () => syncFolder(folder),
    async markNaming(id) {
      await writeFile(markOf(id), '', { mode: 0o600, flush: true });
      await syncFolder(folder);
    },
    clearNaming: (id) => remove(markOf(id)),
    wasNaming: (id) => existsSync(markOf(id)),
  };
}
