import { createHash } from 'node:crypto';
import { readWindow } from '../download/read-window.ts';
import { ask, type Session } from '../session.ts';

/** Opens a remote file for reading, runs the work on its handle and closes it. */
export async function withRemoteFile<T>(
  session: Session,
  path: string,
  work: (handle: Buffer) => Promise<T>,
): Promise<T> {
  const handle = await ask<Buffer>(session, 'open', (sftp, done) => sftp.open(path, 'r', done));
  try {
    return await work(handle);
  } finally {
    // Nothing was written; nobody waits for the answer, which a lost line never gives.
    void ask<void>(session, 'close', (sftp, done) => sftp.close(handle, (cause) => done(cause, undefined))).catch(
      () => undefined,
    );
  }
}

/** Reads the first `size` bytes of an open file; gives their SHA-256 in hex. A shorter file hashes differently, which is all that is asked. */
export async function hashHandle(
  session: Session,
  handle: Buffer,
  range: { readonly size: number; readonly signal?: AbortSignal },
): Promise<string> {
  const hash = createHash('sha256');
  const { size, signal } = range;
  for await (const bytes of readWindow(session, { handle, from: 0, to: size, ...(signal && { signal }) })) {
    hash.update(bytes);
  }
  return hash.digest('hex');
}

/** Reads the first `size` bytes of a file back, many requests at a time, and gives their SHA-256 in hex. */
export function hashRemote(session: Session, path: string, size: number): Promise<string> {
  return withRemoteFile(session, path, (handle) => hashHandle(session, handle, { size }));
}
