import { type FileHandle, open } from 'node:fs/promises';
import type { Stats } from 'ssh2';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { giveName } from './give-name.ts';
import { hashRemote } from './hash-remote.ts';
import { type OpenedFile, openFinal, openTemporary } from './open-temporary.ts';
import { removeFile } from './remove-file.ts';
import { serverOffers } from './server-offers.ts';
import { ask, Refusal, type Session } from './session.ts';
import type { UploadOrder, UploadOutcome } from './transfer.ts';
import { failureOf, TransferFailure } from './transfer-failure.ts';
import { hashPrefix, type Lane, writeWindow } from './write-window.ts';

/** A file of this size gets more channels, because each has a window of its own (2 MB at OpenSSH), which a long line fills. */
const MANY_LANES_FROM = 8 * 1024 * 1024;
const MORE_LANES = 3;

interface ExtraLane extends Lane {
  readonly close: () => void;
}

async function openLanes(session: Session, path: string, order: UploadOrder): Promise<ExtraLane[]> {
  if (order.size < MANY_LANES_FROM) return [];
  const openLane = async (): Promise<ExtraLane[]> => {
    try {
      const channel = await session.openChannel();
      const lane = { ...session, sftp: channel.sftp };
      const handle = await ask<Buffer>(lane, 'open', (sftp, done) => sftp.open(path, 'r+', done));
      return [{ ...channel, handle }];
    } catch (cause) {
      // A server may allow one channel only; the file goes through that one.
      if (cause instanceof TransferFailure) return [];
      throw cause;
    }
  };
  return (await Promise.all(Array.from({ length: MORE_LANES }, openLane))).flat();
}

function closeHandle(session: Session, { sftp, handle }: Lane): Promise<void> {
  return ask<void>({ ...session, sftp }, 'close', (channel, done) =>
    channel.close(handle, (cause) => done(cause, undefined)),
  );
}

function fsync(session: Session, handle: Buffer): Promise<void> {
  return ask<void>(session, 'fsync', (sftp, done) => sftp.ext_openssh_fsync(handle, (cause) => done(cause, undefined)));
}

function differs(sent: string, received: string): TransferFailure {
  return new TransferFailure(appError('checksum-differs', { retry: 'now', details: { sent, received } }));
}

/** Writes, makes durable, closes, and holds the server to the size. Everything that is asked of one channel goes out at once. */
async function writeAll(
  session: Session,
  opened: OpenedFile,
  parts: { path: string; source: FileHandle; order: UploadOrder },
) {
  const { order, path, source } = parts;
  const offers = serverOffers(session.sftp);
  const first: Lane = { sftp: session.sftp, handle: opened.handle };
  const more = await openLanes(session, path, order);
  let taken = opened.from;
  const writing = writeWindow(session, [first, ...more], {
    source,
    ...opened,
    size: order.size,
    pieceBytes: offers.longestWrite,
    onTaken: (bytes) => {
      taken += bytes;
      order.onProgress(taken);
    },
    onPiece: (piece) => order.onStep(`bytes:${piece}`),
    signal: order.signal,
  });
  try {
    const sha256 = await writing.sent;
    // A second channel has no order with the first: its pieces must be in before the file is made durable.
    if (more.length > 0) await writing.taken();
    const ends = await Promise.allSettled([
      writing.taken(),
      order.fsync && offers.fsync ? fsync(session, opened.handle) : null,
      ask<Stats>(session, 'fstat', (sftp, done) => sftp.fstat(opened.handle, done)),
      closeHandle(session, first),
      ...more.map((lane) => closeHandle(session, lane)),
    ]);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    if (sha256 !== order.sha256) throw new TransferFailure(appError('file-changed'));
    const [, , stats] = ends;
    const { size } = stats.status === 'fulfilled' && stats.value ? stats.value : { size: -1 };
    if (size !== order.size) throw differs(`${order.size} bytes`, `${size} bytes`);
  } finally {
    writing.stop();
    for (const lane of more) lane.close();
  }
}

/** What was left behind goes, where there is still somebody to tell; a cut line leaves it for the next attempt to go on with. */
async function cleanUp(session: Session, path: string | null, cause: unknown): Promise<void> {
  const isAlive = cause instanceof Refusal || (cause instanceof TransferFailure && cause.error.code !== 'unreachable');
  if (path === null || !isAlive || (cause instanceof TransferFailure && cause.error.code === 'timed-out')) return;
  if (cause.error.code === 'cancelled') return;
  await removeFile(session, path).catch(failureOf);
}

async function sendUnderTemporaryName(
  session: Session,
  source: FileHandle,
  order: UploadOrder & { temporaryPath: string },
) {
  const path = order.temporaryPath;
  let opened: OpenedFile;
  try {
    opened = await openTemporary(session, path, source);
    order.onStep('sftp-opened');
    await writeAll(session, opened, { path, source, order });
    if (order.readBack) {
      const received = await hashRemote(session, path, order.size);
      if (received !== order.sha256) throw differs(order.sha256, received);
    }
    if (order.signal.aborted) throw new TransferFailure(appError('cancelled', { retry: 'now' }));
    order.onStep('sftp-renamed:before');
    const uncertain = await giveName(session, path, order);
    order.onStep('sftp-renamed:after');
    return { uncertain, resumedAt: opened.from };
  } catch (cause) {
    await cleanUp(session, path, cause);
    throw cause;
  }
}

/** A server without rename: the name is there from the first byte, so all that follows is uncertain until it is proved. */
async function sendUnderFinalName(session: Session, source: FileHandle, order: UploadOrder): Promise<AppError | null> {
  if ((await hashPrefix(source, order.size)).digest('hex') !== order.sha256) {
    throw new TransferFailure(appError('file-changed'));
  }
  try {
    const opened = await openFinal(session, source, order);
    if (!opened) return null;
    order.onStep('sftp-opened');
    await writeAll(session, opened, { path: order.finalPath, source, order });
    return null;
  } catch (cause) {
    // What the server refused before it opened anything is certain; a question without an answer may have made the name.
    if (cause instanceof Refusal && cause.operation === 'open') throw cause;
    if (cause instanceof TransferFailure && cause.error.code === 'sftp-name-taken') throw cause;
    return failureOf(cause);
  }
}

/**
 * Sends one file: hidden temporary name (exclusive, mode 0640), many pieces under way, fsync where offered, the answers of CLOSE and the
 * size checked, the hash of what was sent compared with the ledger's, then the final name. `uploaded` means that every one of these was
 * answered well; a proof of the content is the caller's (the exchange's SHA-256, or `readBack`).
 */
export async function uploadFile(session: Session, order: UploadOrder): Promise<UploadOutcome> {
  let source: FileHandle;
  try {
    source = await open(order.file, 'r');
  } catch {
    // Its own copy is gone or cannot be read; which of the two changes nothing.
    return { kind: 'not-arrived', error: appError('file-unreadable') };
  }
  try {
    const { temporaryPath } = order;
    const sent =
      temporaryPath === null
        ? { uncertain: await sendUnderFinalName(session, source, order), resumedAt: 0 }
        : await sendUnderTemporaryName(session, source, { ...order, temporaryPath });
    return sent.uncertain === null
      ? { kind: 'uploaded', resumedAt: sent.resumedAt }
      : { kind: 'uncertain', error: sent.uncertain };
  } catch (cause) {
    const error = failureOf(cause);
    const wasCancelled = order.signal.aborted && (error.code === 'unreachable' || error.code === 'cancelled');
    return { kind: 'not-arrived', error: wasCancelled ? appError('cancelled', { retry: 'now' }) : error };
  } finally {
    await source.close();
  }
}
