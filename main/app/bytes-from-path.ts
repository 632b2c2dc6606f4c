import { open, stat } from 'node:fs/promises';
import { FileChanged } from '../submission/file-changed.ts';

const PIECE = 64 * 1024;

interface Look {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
}

function isSame(a: Look, b: Look): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino;
}

/**
 * Takes the path of a file that a person chose; gives its bytes, for `IncomingFile.open`. Size, time and inode are looked at before the
 * first byte and after the last, by name: a file that was changed, replaced or removed meanwhile ends as {@link FileChanged}, which
 * becomes `file-changed`. A file that cannot be read throws the file system's error (`file-unreadable`).
 */
export async function* bytesFromPath(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const first = await handle.stat({ bigint: true });
    for (;;) {
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(PIECE) });
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    if (!isSame(first, await stat(file, { bigint: true }))) throw new FileChanged();
  } finally {
    await handle.close();
  }
}
