import type { FileHandle } from 'node:fs/promises';
import { readWindow } from '../download/read-window.ts';
import { withRemoteFile } from '../files/hash-remote.ts';
import { lookAt } from '../files/look-at.ts';
import type { Session } from '../session.ts';

async function readLocal(source: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await source.read(bytes, got, length - got, position + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return bytes.subarray(0, got);
}

/** The same bytes, but for zeros where a piece never came. */
function isPartOf(remote: Buffer, local: Buffer): boolean {
  return (
    remote.length <= local.length && (remote.equals(local.subarray(0, remote.length)) || hasOnlyHoles(remote, local))
  );
}

function hasOnlyHoles(remote: Buffer, local: Buffer): boolean {
  return remote.every((byte, index) => byte === local[index] || byte === 0);
}

/**
 * Whether what has a name on the server is what an attempt at this very file left when it ended: nothing in it but the file's own
 * bytes, with zeros where pieces were still under way.
 */
export async function isOwnStump(session: Session, path: string, source: FileHandle): Promise<boolean> {
  const [there, { size }] = [await lookAt(session, path), await source.stat()];
  if (!there || there.size > size) return false;
  return withRemoteFile(session, path, async (handle) => {
    let position = 0;
    for await (const remote of readWindow(session, { handle, from: 0, to: there.size })) {
      if (!isPartOf(remote, await readLocal(source, position, remote.length))) return false;
      position += remote.length;
    }
    return true;
  });
}
