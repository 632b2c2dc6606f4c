import { type AppError, appError } from '../../../shared/contract/errors.ts';
import { hashRemote } from '../files/hash-remote.ts';
import { lookAt } from '../files/look-at.ts';
import { removeFile } from '../files/remove-file.ts';
import { serverOffers } from '../server-offers.ts';
import { ask, Refusal, type Session } from '../session.ts';
import type { UploadOrder } from '../transfer.ts';
import { failureOf, TransferFailure } from '../transfer-failure.ts';

const EXCHANGE_CODE = /^(P?\d{3,4})\b/;

/** The exchange's own code where its refusal begins with one. */
function refusedBy({ text, error }: Refusal): AppError {
  const code = EXCHANGE_CODE.exec(text)?.[1];
  return code ? appError('refused-by-exchange', { exchangeCode: code, details: { text } }) : error;
}

/** Without the extension a plain rename does for a name that is free. */
function rename(session: Session, from: string, { finalPath: to, replace }: UploadOrder): Promise<void> {
  return ask<void>(session, 'rename', (sftp, done) => {
    const answered = (cause?: Error | null) => done(cause, undefined);
    if (replace && serverOffers(sftp).replace) sftp.ext_openssh_rename(from, to, answered);
    else sftp.rename(from, to, answered);
  });
}

/** The final name was taken: by these very bytes (an earlier attempt whose answer was lost), or by others. */
async function judgeTaken(session: Session, order: UploadOrder, refusal: Refusal): Promise<void> {
  const there = await lookAt(session, order.finalPath);
  if (!there) throw new TransferFailure(refusedBy(refusal));
  const isOurs = there.size === order.size && (await hashRemote(session, order.finalPath, order.size)) === order.sha256;
  if (isOurs) return;
  const error = refusedBy(refusal);
  if (order.replace && error.code === 'sftp-refused' && !serverOffers(session.sftp).replace) {
    throw new TransferFailure(appError('sftp-refused', { details: { operation: 'replace', text: 'not offered' } }));
  }
  // A name that may be taken over is no reason, and the exchange's own one counts whatever has the name.
  if (order.replace || error.code === 'refused-by-exchange') throw new TransferFailure(error);
  throw new TransferFailure(appError('sftp-name-taken', { retry: 'now' }));
}

/**
 * Gives a complete file its final name. Plain rename refuses a name that is taken, which is the guard against doubles; only where the
 * operator agreed to replace is the name taken over, in one step. Throws what is certain as {@link TransferFailure}; `uncertain` is
 * answered when the rename went out and nothing came back. Takes a session that does not end with the order: what went out cannot be taken
 * back, and its answer says what became of the file.
 */
export async function giveName(session: Session, temporaryPath: string, order: UploadOrder): Promise<AppError | null> {
  try {
    await rename(session, temporaryPath, order);
    return null;
  } catch (cause) {
    if (cause instanceof Refusal) {
      await judgeTaken(session, order, cause);
      // It has arrived, whatever becomes of the second copy.
      await removeFile(session, temporaryPath).catch(failureOf);
      return null;
    }
    if (cause instanceof TransferFailure) return cause.error;
    throw cause;
  }
}
