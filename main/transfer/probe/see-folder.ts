import type { Stats } from 'ssh2';
import { ask, NO_SUCH_FILE, Refusal, type Session } from '../session.ts';

const DENIED = 3;

/** Whether a folder is there and may be looked at; another thing under its name is no folder. */
export async function seeFolder(session: Session, path: string): Promise<'there' | 'missing' | 'denied'> {
  try {
    const stats = await ask<Stats>(session, 'stat', (sftp, done) => sftp.stat(path, done));
    return stats.isDirectory() ? 'there' : 'missing';
  } catch (cause) {
    if (cause instanceof Refusal && cause.status === NO_SUCH_FILE) return 'missing';
    if (cause instanceof Refusal && cause.status === DENIED) return 'denied';
    throw cause;
  }
}
