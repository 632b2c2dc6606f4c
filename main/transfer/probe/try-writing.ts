import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { hashRemote } from '../files/hash-remote.ts';
import { removeFile } from '../files/remove-file.ts';
import { serverOffers } from '../server-offers.ts';
import { ask, Refusal, type Session } from '../session.ts';
import type { TriedWriting } from '../sftp-probe.ts';

const BYTES = 64;
const MODE = 0o640;

interface WritingOrder {
  readonly fsync: boolean;
  /** Has the path as long as something may be there. */
  readonly underWay: Set<string>;
}

async function writeAll(
  session: Session,
  path: string,
  order: { readonly content: Buffer; readonly fsync: boolean },
): Promise<void> {
  const { content, fsync } = order;
  const handle = await ask<Buffer>(session, 'open', (sftp, done) => sftp.open(path, 'wx', { mode: MODE }, done));
  await ask<void>(session, 'write', (sftp, done) =>
    sftp.write(handle, content, 0, content.length, 0, (cause) => done(cause, undefined)),
  );
  if (fsync && serverOffers(session.sftp).fsync) {
    await ask<void>(session, 'fsync', (sftp, done) =>
      sftp.ext_openssh_fsync(handle, (cause) => done(cause, undefined)),
    );
  }
  await ask<void>(session, 'close', (sftp, done) => sftp.close(handle, (cause) => done(cause, undefined)));
}

/** Gives the path when the file stays: a refusal to remove is told, the end of a line is the caller's. */
async function remove(session: Session, path: string): Promise<string | null> {
  try {
    await removeFile(session, path);
    return null;
  } catch (cause) {
    if (cause instanceof Refusal) return path;
    throw cause;
  }
}

/**
 * Writes a small file of a name that nobody else has, hidden, exclusively; durably where asked for and offered; reads it back and
 * removes it. It never gets a final name.
 */
export async function tryWriting(session: Session, folder: string, order: WritingOrder): Promise<TriedWriting> {
  const { fsync, underWay } = order;
  const path = `${folder.replace(/\/$/, '')}/.ccms-test-${randomUUID()}.part`;
  const content = randomBytes(BYTES);
  let received: string;
  underWay.add(path);
  try {
    await writeAll(session, path, { content, fsync });
    received = await hashRemote(session, path, BYTES);
  } catch (cause) {
    // Only a server that refuses still listens; the first failure is what is told.
    if (cause instanceof Refusal) {
      await remove(session, path).catch(() => undefined);
      underWay.delete(path);
    }
    throw cause;
  }
  const isSame = received === createHash('sha256').update(content).digest('hex');
  const left = await remove(session, path);
  underWay.delete(path);
  return { isSame, bytes: BYTES, left };
}
