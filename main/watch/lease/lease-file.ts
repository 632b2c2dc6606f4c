import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { codeOf } from '../move-new.ts';

/**
 * The lease of one terminal on a root of local folders: JSON of one line, always of the same length for one holder, so that its beat
 * is one write in place. `run` is new at each start of the program; `since` is the holder's own clock and only shown.
 */
export const leaseSchema = z.strictObject({
  terminal: z.string().min(1).max(64),
  pc: z.string().max(64),
  run: z.string().min(1).max(64),
  version: z.string().max(32),
  since: z.number().int().nonnegative(),
  counter: z.string().regex(/^\d{12}$/),
});
export type Lease = z.infer<typeof leaseSchema>;

/** What is under the name of the lease. `lease` is null when it does not read as one. */
export type LeaseLook = { readonly text: string; readonly lease: Lease | null } | null;

const LONGEST = 1024;

export function leaseText(lease: Lease): string {
  return `${JSON.stringify(lease)}\n`;
}

/** The lease with its counter moved on by one. */
export function nextBeat(lease: Lease): Lease {
  return { ...lease, counter: String(Number(lease.counter) + 1).padStart(12, '0') };
}

function parse(text: string): Lease | null {
  try {
    return leaseSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // half written, or not ours
    return null;
  }
}

/** The beginning of a file: what is longer is no lease, however long. */
async function readStart(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(LONGEST), position: 0 });
  return buffer.toString('utf8', 0, bytesRead);
}

/** Looks at the lease; null: there is none. Throws another failure of the file system. */
export async function readLease(file: string): Promise<LeaseLook> {
  try {
    const handle = await open(file, 'r');
    try {
      const text = await readStart(handle);
      return { text, lease: parse(text) };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/** Makes the lease where there is none; false: somebody was faster. */
export async function createLease(file: string, lease: Lease): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o666);
    try {
      await handle.write(leaseText(lease), 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  }
}

/**
 * Writes the next beat into the file that is opened here, if it still is this run's: whoever takes the lease over renames that file
 * away first, so a late beat goes into what was renamed and never over the new holder's lease. Null: it is no longer ours.
 */
export async function writeBeat(file: string, mine: Lease): Promise<Lease | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r+');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
  try {
    const found = parse(await readStart(handle));
    if (found?.run !== mine.run) return null;
    const beat = nextBeat(mine);
    await handle.write(leaseText(beat), 0);
    await handle.sync();
    return beat;
  } finally {
    await handle.close();
  }
}
