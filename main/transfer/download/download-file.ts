import type { Stats } from 'ssh2';
import { appError } from '../../../shared/contract/errors.ts';
import { hashHandle, withRemoteFile } from '../files/hash-remote.ts';
import { ask, NO_SUCH_FILE, Refusal, type Session } from '../session.ts';
import type { Downloaded, DownloadOrder } from '../transfer.ts';
import { TransferFailure } from '../transfer-failure.ts';
import { discardPart, onThisPc, openPart, type PartFile, recordPart } from './part-file.ts';
import { readWindow } from './read-window.ts';

/** After so many bytes what is in the part file is written down, so that a killed program loses no more than that. */
const RECORD_EVERY = 8 * 1024 * 1024;

/** Failures that show that the bytes so far are not those of the file. */
const useless: ReadonlySet<string> = new Set(['download-changed', 'checksum-differs']);

function changed(): TransferFailure {
  return new TransferFailure(appError('download-changed', { retry: 'now' }));
}

/** Holds the open file to what the folder listed. Asked before and after, it shows a file that is still being written. */
async function holdToListing(session: Session, handle: Buffer, { size, modifiedAt }: DownloadOrder): Promise<void> {
  const stats = await ask<Stats>(session, 'fstat', (sftp, done) => sftp.fstat(handle, done));
  if (stats.size !== size || stats.mtime * 1000 !== modifiedAt) throw changed();
}

/** A file with its bytes so far; `received` grows. */
interface Filling {
  readonly part: PartFile;
  received: number;
}

async function writeAt({ file }: PartFile, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

async function fill(session: Session, handle: Buffer, work: { order: DownloadOrder; filling: Filling }): Promise<void> {
  const { order, filling } = work;
  const { size, signal, pace, onProgress, onStep } = order;
  const { part } = filling;
  let recorded = part.from;
  let pieces = 0;
  onProgress(part.from);
  const wanted = { handle, from: part.from, to: size, signal, ...(pace && { pace }) };
  for await (const bytes of readWindow(session, wanted)) {
    await onThisPc(() => writeAt(part, bytes, filling.received));
    part.hash.update(bytes);
    filling.received += bytes.length;
    onProgress(filling.received);
    if (filling.received - recorded >= RECORD_EVERY) {
      await onThisPc(() => recordPart(order, filling.received, part.hash));
      recorded = filling.received;
    }
    pieces += 1;
    onStep(`download-bytes:${pieces}`);
  }
  if (filling.received !== size) throw changed();
}

async function readAgain(session: Session, handle: Buffer, range: { from: number; to: number }): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const bytes of readWindow(session, { handle, ...range })) pieces.push(Buffer.from(bytes));
  return Buffer.concat(pieces);
}

/** What is left for the next attempt: all that came, or nothing of a file that is another one by now. */
async function leave(order: DownloadOrder, { part, received }: Filling, cause: unknown): Promise<void> {
  const isOther = cause instanceof TransferFailure && useless.has(cause.error.code);
  try {
    if (isOther) await discardPart(order.partFile);
    else await recordPart(order, received, part.hash);
  } catch {
    // A full or missing disk, as a rule the reason for being here: the next attempt begins anew.
  }
}

async function compareAgain(session: Session, handle: Buffer, work: { order: DownloadOrder; sha256: string }) {
  const { size, signal } = work.order;
  const received = await hashHandle(session, handle, { size, signal });
  if (received === work.sha256) return;
  throw new TransferFailure(
    appError('checksum-differs', { retry: 'now', details: { sent: received, received: work.sha256 } }),
  );
}

async function bring(session: Session, handle: Buffer, order: DownloadOrder): Promise<Downloaded> {
  await holdToListing(session, handle, order);
  const part = await onThisPc(() => openPart(order, (range) => readAgain(session, handle, range)));
  const filling: Filling = { part, received: part.from };
  try {
    await fill(session, handle, { order, filling });
    const sha256 = part.hash.copy().digest('hex');
    if (order.readTwice) await compareAgain(session, handle, { order, sha256 });
    await holdToListing(session, handle, order);
    await onThisPc(async () => {
      await part.file.sync();
      await recordPart(order, filling.received, part.hash);
    });
    return { sha256, resumedAt: part.from };
  } catch (cause) {
    await leave(order, filling, cause);
    throw cause;
  } finally {
    await part.file.close();
  }
}

/**
 * Brings one file into its part file: many requests under way, written and hashed in order, made durable. The open file must have the
 * listed size and time before and after. Whatever ends it early leaves a part file that the next attempt can go on with.
 */
export async function downloadFile(session: Session, order: DownloadOrder): Promise<Downloaded> {
  try {
    return await withRemoteFile(session, order.path, (handle) => bring(session, handle, order));
  } catch (cause) {
    // It was listed a moment ago.
    if (cause instanceof Refusal && cause.status === NO_SUCH_FILE) throw changed();
    throw cause;
  }
}
