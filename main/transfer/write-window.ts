import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { SFTPWrapper } from 'ssh2';
import { appError } from '../../shared/contract/errors.ts';
import { failureOfRequest, type Session, timedOut } from './session.ts';
import { lost, TransferFailure } from './transfer-failure.ts';

/** Requests that may be under way at once, over all channels: about 32 MB of the largest. */
const IN_FLIGHT = 128;

/** The same remote file, opened on one of the channels. */
export interface Lane {
  readonly sftp: SFTPWrapper;
  readonly handle: Buffer;
}

export interface WindowOrder {
  readonly source: FileHandle;
  readonly from: number;
  readonly size: number;
  /** Has taken everything before `from`. */
  readonly hash: Hash;
  readonly pieceBytes: number;
  readonly onTaken: (bytes: number) => void;
  readonly onPiece: (piece: number) => void;
  readonly signal: AbortSignal;
}

/** Counts what is under way on the lanes; the first failure ends everything. */
function createWindow(session: Session, onTaken: (bytes: number) => void) {
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  let inFlight = 0;
  let failed = false;
  let wake: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;
  const { operation } = session.deadlines;
  const fail = (failure: TransferFailure) => {
    failed = true;
    ended.reject(failure);
  };
  // Each answer starts the deadline anew, so that it is the deadline of the oldest request that has none.
  const watch = () => {
    if (timer) timer.refresh();
    else timer = setTimeout(() => (inFlight > 0 ? fail(timedOut('write', operation)) : undefined), operation);
  };
  const unlisten = session.onEnd(() => fail(lost('write')));
  return {
    send({ sftp, handle }: Lane, bytes: Buffer, position: number): void {
      inFlight += 1;
      if (inFlight === 1) watch();
      sftp.write(handle, bytes, 0, bytes.length, position, (cause) => {
        inFlight -= 1;
        watch();
        if (cause) fail(failureOfRequest('write', cause));
        else if (!failed) onTaken(bytes.length);
        wake?.();
      });
    },
    /** Waits until fewer than so many requests are under way. */
    async below(count: number): Promise<void> {
      while (inFlight >= count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await Promise.race([promise, ended.promise]);
      }
      if (failed) await ended.promise;
    },
    stop() {
      if (timer) clearTimeout(timer);
      unlisten();
    },
  };
}

async function readPiece(source: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await source.read(bytes, got, length - got, position + got);
    // The copy is shorter than the ledger says: nothing of it may be completed.
    if (bytesRead === 0) throw new TransferFailure(appError('file-changed'));
    got += bytesRead;
  }
  return bytes;
}

/** Something that writes the rest of a file, and can be waited for. */
export interface Writing {
  /** All pieces have been handed over; gives the SHA-256 of the whole file in hex. */
  readonly sent: Promise<string>;
  /** The server has taken them all. */
  readonly taken: () => Promise<void>;
  readonly stop: () => void;
}

/**
 * Sends a file from `from` on, over the lanes in turn, hashing exactly the bytes that are handed over. Never more of them under way
 * than the window. `sent` is told before the last answers are here, so that what follows can be asked without waiting.
 */
export function writeWindow(session: Session, lanes: readonly Lane[], order: WindowOrder): Writing {
  const window = createWindow(session, order.onTaken);
  const send = async (): Promise<string> => {
    let piece = 0;
    for (let position = order.from; position < order.size; ) {
      if (order.signal.aborted) throw new TransferFailure(appError('cancelled', { retry: 'now' }));
      const bytes = await readPiece(order.source, position, Math.min(order.pieceBytes, order.size - position));
      await window.below(IN_FLIGHT);
      order.hash.update(bytes);
      piece += 1;
      order.onPiece(piece);
      const lane = lanes[piece % lanes.length];
      if (!lane) throw new Error('a file needs a lane');
      window.send(lane, bytes, position);
      position += bytes.length;
    }
    return order.hash.digest('hex');
  };
  return { sent: send(), taken: () => window.below(1), stop: window.stop };
}

/** SHA-256 of the first bytes of a local file, to go on with. */
export async function hashPrefix(source: FileHandle, length: number): Promise<Hash> {
  const hash = createHash('sha256');
  const step = 1024 * 1024;
  for (let position = 0; position < length; position += step) {
    hash.update(await readPiece(source, position, Math.min(step, length - position)));
  }
  return hash;
}
