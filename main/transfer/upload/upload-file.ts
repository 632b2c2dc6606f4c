import { type FileHandle, open } from 'node:fs/promises';
import type { Stats } from 'ssh2';
import { type AppError, appError } from '../../../shared/contract/errors.ts';
import { hashRemote } from '../files/hash-remote.ts';
import { removeFile } from '../files/remove-file.ts';
import { serverOffers } from '../server-offers.ts';
import { ask, endingWith, Refusal, type Session, timedOut } from '../session.ts';
import type { UploadOrder, UploadOutcome } from '../transfer.ts';
import { failureOf, TransferFailure } from '../transfer-failure.ts';
import { giveName } from './give-name.ts';
import { type OpenedFile, openFinal, openTemporary } from './open-temporary.ts';
import { hashPrefix, type Lane, writeWindow } from './write-window.ts';

/** A file of this size goes over all channels, because each has a window of its own (2 MB at OpenSSH), which a long line fills. */
const MANY_LANES_FROM = 8 * 1024 * 1024;

/** One channel's handle of the file; the session does not end with the order. */
interface OpenLane extends Lane {
  readonly session: Session;
}

async function closeHandle(session: Session, { handle }: OpenLane): Promise<void> {
  await ask<void>(session, 'close', (sftp, done) => sftp.close(handle, (cause) => done(cause, undefined)));
}

/** Has the handle closed, as a courtesy to a server that counts them, whatever it answers; what was written before is in then. */
async function letGo(lane: OpenLane): Promise<void> {
  await closeHandle(lane.session, lane).catch(failureOf);
}

/** Lanes that join while the file is already on its way over the first. */
function joinLanes(session: Session, { path, order, lanes }: Parts): () => void {
  let isComplete = false;
  const join = async (further: Promise<Session | null>) => {
    const other = await further;
    if (!other || isComplete) return;
    const channel = endingWith(other, order.signal);
    try {
      const open: OpenLane = {
        session: other,
        sftp: other.sftp,
        handle: await ask<Buffer>(channel, 'open', (sftp, done) => sftp.open(path, 'r+', done)),
      };
      if (isComplete) await letGo(open);
      else lanes.push(open);
    } catch (cause) {
      // It goes on over those that are there.
      failureOf(cause);
    }
  };
  for (const further of session.further()) void join(further);
  return () => {
    isComplete = true;
  };
}

function fsync(session: Session, handle: Buffer): Promise<void> {
  return ask<void>(session, 'fsync', (sftp, done) => sftp.ext_openssh_fsync(handle, (cause) => done(cause, undefined)));
}

function differs(sent: string, received: string): TransferFailure {
  return new TransferFailure(appError('checksum-differs', { retry: 'now', details: { sent, received } }));
}

interface Parts {
  readonly path: string;
  readonly source: FileHandle;
  readonly order: UploadOrder;
  /** Those that are still open, the first of them the file's own. */
  readonly lanes: OpenLane[];
}

/** Asks for all that must hold of the complete file, in one go: in a server's answers to one channel nothing overtakes. */
async function finish(session: Session, parts: Parts, taken: Promise<void>): Promise<Stats> {
  const { order, lanes } = parts;
  const [first, ...more] = lanes;
  if (!first) throw new Error('a file needs a lane');
  const stats = ask<Stats>(session, 'fstat', (sftp, done) => sftp.fstat(first.handle, done));
  const ends = [
    taken,
    order.fsync && serverOffers(session.sftp).fsync ? fsync(session, first.handle) : null,
    stats,
    ...[first, ...more].map(async (lane) => {
      await closeHandle(endingWith(lane.session, order.signal), lane);
      lanes.splice(lanes.indexOf(lane), 1);
    }),
  ];
  const failed = (await Promise.allSettled(ends)).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return stats;
}

/** Writes, makes durable, closes, and holds the server to the size. */
async function writeAll(session: Session, opened: OpenedFile, parts: Parts): Promise<void> {
  const { order, source, lanes } = parts;
  let taken = opened.from;
  const complete = order.size - opened.from < MANY_LANES_FROM ? () => undefined : joinLanes(session, parts);
  const writing = writeWindow(session, lanes, {
    source,
    ...opened,
    size: order.size,
    pieceBytes: serverOffers(session.sftp).longestWrite,
    onTaken: (bytes) => {
      taken += bytes;
      order.onProgress(taken);
    },
    onPiece: (piece) => order.onStep(`bytes:${piece}`),
    pace: order.pace,
    signal: order.signal,
  });
  try {
    const sha256 = await writing.sent;
    complete();
    // A second channel has no order with the first: its pieces must be in before the file is made durable.
    if (lanes.length > 1) await writing.taken();
    const { size } = await finish(session, parts, writing.taken());
    if (sha256 !== order.sha256) throw new TransferFailure(appError('file-changed'));
    if (size !== order.size) throw differs(`${order.size} bytes`, `${size} bytes`);
  } finally {
    complete();
    writing.stop();
  }
}

/**
 * What is not closed in the end is closed behind the caller's back; but nobody may be told that a file was broken off while pieces are
 * still on their way to its final name.
 */
async function writeAndLetGo(connection: Session, opened: OpenedFile, parts: Omit<Parts, 'lanes'>): Promise<void> {
  const lanes: OpenLane[] = [{ session: connection, sftp: connection.sftp, handle: opened.handle }];
  try {
    await writeAll(endingWith(connection, parts.order.signal), opened, { ...parts, lanes });
  } finally {
    const left = Promise.all(lanes.map(letGo));
    if (parts.order.temporaryPath === null && parts.order.signal.aborted) await left;
  }
}

/** What was left behind goes, where there is still somebody to tell; a cut line leaves it for the next attempt to go on with. */
async function cleanUp(session: Session, path: string | null, cause: unknown): Promise<void> {
  const isAlive = cause instanceof Refusal || (cause instanceof TransferFailure && cause.error.code !== 'unreachable');
  if (path === null || !isAlive || (cause instanceof TransferFailure && cause.error.code === 'timed-out')) return;
  if (cause.error.code === 'cancelled') return;
  await removeFile(session, path).catch(failureOf);
}

/** For somebody who waits to be told that it is cancelled, in ms. */
const REMOVE_MS = 5_000;

/**
 * Broken off for good: nothing has its final name (what is uncertain is told, not thrown, and never comes here), so the hidden file goes, where
 * the connection is still there. On the channel on which it was opened and closed, so that no request of its own comes after.
 */
async function removeBrokenOff(connection: Session, path: string, order: UploadOrder): Promise<void> {
  if (!order.signal.aborted || !order.isForGood?.()) return;
  // Not a deadline of the connection: that one is patient with a server that is busy with the disk.
  const ms = Math.min(REMOVE_MS, connection.deadlines.operation);
  const late = AbortSignal.timeout(ms);
  try {
    await removeFile(endingWith(connection, late), path);
  } catch (cause) {
    const error = failureOf(cause);
    order.onLeft?.(late.aborted ? timedOut('remove', ms).error : error);
  }
}

async function sendUnderTemporaryName(
  connection: Session,
  source: FileHandle,
  order: UploadOrder & { temporaryPath: string },
) {
  const session = endingWith(connection, order.signal);
  const path = order.temporaryPath;
  let opened: OpenedFile;
  try {
    opened = await openTemporary(session, path, source);
    order.onStep('sftp-opened');
    await writeAndLetGo(connection, opened, { path, source, order });
    if (order.readBack) {
      const received = await hashRemote(session, path, order.size);
      if (received !== order.sha256) throw differs(order.sha256, received);
    }
    const noted = await order.beforeName?.();
    if (noted && !noted.ok) throw new TransferFailure(noted.error);
    if (order.signal.aborted) throw new TransferFailure(appError('cancelled', { retry: 'now' }));
    order.onStep('sftp-renamed:before');
    const uncertain = await giveName(connection, path, order);
    order.onStep('sftp-renamed:after');
    return { uncertain, resumedAt: opened.from };
  } catch (cause) {
    await cleanUp(session, path, cause);
    await removeBrokenOff(connection, path, order);
    throw cause;
  }
}

/** A server without rename: the name is there from the first byte, so all that follows is uncertain until it is proved. */
async function sendUnderFinalName(
  connection: Session,
  source: FileHandle,
  order: UploadOrder,
): Promise<AppError | null> {
  const session = endingWith(connection, order.signal);
  if ((await hashPrefix(source, order.size)).digest('hex') !== order.sha256) {
    throw new TransferFailure(appError('file-changed'));
  }
  try {
    const opened = await openFinal(session, source, order);
    if (!opened) return null;
    order.onStep('sftp-opened');
    await writeAndLetGo(connection, opened, { path: order.finalPath, source, order });
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
export async function uploadFile(connection: Session, order: UploadOrder): Promise<UploadOutcome> {
  let source: FileHandle;
  try {
    source = await open(order.file, 'r');
  } catch {
    // Its own copy is gone or cannot be read; which of the two changes nothing.
    return { kind: 'not-arrived', error: appError('file-unreadable') };
  }
  // They take some journeys to open; the file will not wait for them.
  if (order.size >= MANY_LANES_FROM) connection.further();
  try {
    const { temporaryPath } = order;
    const sent =
      temporaryPath === null
        ? { uncertain: await sendUnderFinalName(connection, source, order), resumedAt: 0 }
        : await sendUnderTemporaryName(connection, source, { ...order, temporaryPath });
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
