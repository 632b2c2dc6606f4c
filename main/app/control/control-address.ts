import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** `sun_path` of Linux without the final zero; macOS has 104 with it (unix(7), <sys/un.h>). */
const LONGEST_BYTES = process.platform === 'darwin' ? 103 : 107;

/** The file that says where a terminal listens. */
export function controlFileIn(dataFolder: string): string {
  return path.join(dataFolder, 'control.json');
}

/** True for a file or folder that belongs to this user and that nobody else may enter, read or write. */
export function isOursAlone(place: string): boolean {
  if (process.platform === 'win32') return true;
  const { uid, mode } = lstatSync(place);
  return uid === process.getuid?.() && (mode & 0o077) === 0;
}

/** A folder of our own among the temporary ones, whose name follows from the data folder. Throws when it is somebody else's. */
function shortFolder(dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  const folder = path.join(os.tmpdir(), `ccms-${process.getuid?.() ?? 0}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!lstatSync(folder).isDirectory() || !isOursAlone(folder)) throw new Error('the folder of the socket is not ours');
  return folder;
}

/**
 * Where a terminal listens: a socket in its data folder, or, where that path is too long for one, in a short folder of this user. On
 * Windows a pipe of a random name, because every user of the PC sees the names of pipes.
 */
export function chooseControlAddress(dataFolder: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\ccms-terminal-${randomBytes(16).toString('hex')}`;
  const near = path.join(dataFolder, 'control.sock');
  return Buffer.byteLength(near) <= LONGEST_BYTES ? near : path.join(shortFolder(dataFolder), 'control.sock');
}
