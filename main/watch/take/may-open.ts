import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf } from '../move-new.ts';

/** `UV_FS_O_EXLOCK` of libuv on Windows: the file is opened with no share mode, so it fails while anybody has it open. */
const EXCLUSIVE_ON_WINDOWS = 0x1000_0000;

/** These say something of this program, not of the file. */
const ours = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Whether nobody else holds a file open and it may be read. Windows answers both truly. Elsewhere no file system knows who writes a
 * file: there only the reading is tried, and the size that stays the same says the rest. Whatever the file system says of one file, the
 * others go on.
 */
export async function mayOpen(file: string): Promise<boolean> {
  const flags = process.platform === 'win32' ? constants.O_RDWR | EXCLUSIVE_ON_WINDOWS : constants.O_RDONLY;
  try {
    await (await open(file, flags)).close();
    return true;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === '' || ours.has(code)) throw cause;
    return false;
  }
}
