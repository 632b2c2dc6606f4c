import { appError } from '../../../shared/contract/errors.ts';
import { readWindow } from '../download/read-window.ts';
import { NO_SUCH_FILE, Refusal, type Session } from '../session.ts';
import { TransferFailure } from '../transfer-failure.ts';
import { withRemoteFile } from './hash-remote.ts';

/** The whole of a short file; null when there is none. Throws `answer-too-large` when it is longer than `mostBytes`. */
export async function readShortFile(session: Session, path: string, mostBytes: number): Promise<Buffer | null> {
  try {
    return await withRemoteFile(session, path, async (handle) => {
      const pieces: Buffer[] = [];
      for await (const bytes of readWindow(session, { handle, from: 0, to: mostBytes + 1 })) {
        pieces.push(Buffer.from(bytes));
      }
      const whole = Buffer.concat(pieces);
      if (whole.length > mostBytes) throw new TransferFailure(appError('answer-too-large'));
      return whole;
    });
  } catch (cause) {
    if (cause instanceof Refusal && cause.status === NO_SUCH_FILE) return null;
    throw cause;
  }
}
