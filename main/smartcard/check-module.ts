import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModuleFault } from '../../shared/contract/card.ts';

const GROUP_OR_OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

export interface ModuleDemand {
  readonly modulePath: string;
  /** SHA-256 in hex that the file must have; null: not asked for. */
  readonly sha256: string | null;
}

export type CheckedModule =
  | { readonly kind: 'good'; readonly realPath: string }
  | { readonly kind: 'bad'; readonly fault: ModuleFault };

/** Who may change the file or put another in its place: the system and this user only. Windows keeps that in other lists. */
async function permissionFault(realPath: string): Promise<ModuleFault | null> {
  const self = process.getuid?.();
  if (self === undefined) return null;
  for (let place = realPath; ; place = path.dirname(place)) {
    const { uid, mode } = await stat(place);
    if (uid !== 0 && uid !== self) return 'owner';
    // In a sticky folder (like /tmp) only the owner of an entry may replace it.
    if ((mode & GROUP_OR_OTHERS_WRITE) !== 0 && (place === realPath || (mode & STICKY) === 0)) return 'writable';
    if (place === path.dirname(place)) return null;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/**
 * Judges the card software before each load: an absolute path to a file, owned by the system or this user and writable by nobody
 * else, folders included, and with the profile's hash where it gives one. Gives the path with its links followed.
 */
export async function checkModule({ modulePath, sha256 }: ModuleDemand): Promise<CheckedModule> {
  if (!path.isAbsolute(modulePath)) return { kind: 'bad', fault: 'missing' };
  try {
    const realPath = await realpath(modulePath);
    if (!(await stat(realPath)).isFile()) return { kind: 'bad', fault: 'missing' };
    const fault = await permissionFault(realPath);
    if (fault) return { kind: 'bad', fault };
    if (sha256 !== null && (await hashOf(realPath)) !== sha256) return { kind: 'bad', fault: 'hash' };
    return { kind: 'good', realPath };
  } catch {
    // Not there and not readable come to the same for the person who must put it there.
    return { kind: 'bad', fault: 'missing' };
  }
}
