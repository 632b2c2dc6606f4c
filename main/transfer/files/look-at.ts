import type { Stats } from 'ssh2';
import { ask, NO_SUCH_FILE, Refusal, type Session } from '../session.ts';
import type { RemoteFile } from '../transfer.ts';

/** What is under a name; null when nothing is. */
export async function lookAt(session: Session, path: string): Promise<RemoteFile> {
  try {
    const { size } = await ask<Stats>(session, 'stat', (sftp, done) => sftp.lstat(path, done));
    return { size };
  } catch (cause) {
    if (cause instanceof Refusal && cause.status === NO_SUCH_FILE) return null;
    throw cause;
  }
}
