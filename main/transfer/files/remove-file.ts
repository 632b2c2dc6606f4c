import { ask, NO_SUCH_FILE, Refusal, type Session } from '../session.ts';

/** Removes a name; one that is not there is fine. */
export async function removeFile(session: Session, path: string): Promise<null> {
  try {
    await ask<void>(session, 'remove', (sftp, done) => sftp.unlink(path, (cause) => done(cause, undefined)));
  } catch (cause) {
    if (!(cause instanceof Refusal && cause.status === NO_SUCH_FILE)) throw cause;
  }
  return null;
}
