import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { SFTPWrapper } from 'ssh2';
import { appError } from '../../../shared/contract/errors.ts';
import type { ByteBudget } from '../byte-budget.ts';
import { startDeadline } from '../deadline.ts';
import { failureOfRequest, type Session, timedOut } from '../session.ts';
import { lost, TransferFailure } from '../transfer-failure.ts';

/** Bytes of one file under way on one channel: twice the window that OpenSSH gives a channel, so that it is never empty. */
const LANE_BYTES = 4 * 1024 * 1024;
const LANE_REQUESTS = 16;

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
  /** Waits until so many bytes may go. */
  readonly pace?: ((bytes: number, signal: AbortSignal) => Promise<void>) | undefined;
  readonly signal: AbortSignal;
}

/** Counts what is under way on the lanes; the first failure ends everything. */
function createWindow(session: Session, onTaken: (bytes: number) => void) {
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const underWay = new Map<Lane, number>();
  const over = new AbortController();
  let inFlight = 0;
  let failed = false;
  let stopped = false;
  let wake: (() => void) | null = null;
  let stopWaiting: (() => void) | null = null;
  const { operation } = session.deadlines;
  const fail = (failure: TransferFailure) => {
    failed = true;
    ended.reject(failure);
    over.abort();
  };
  // Each answer starts the deadline anew: a large file takes many of them.
  const startAnew = () => {
    stopWaiting?.();
    stopWaiting =
      inFlight > 0 ? startDeadline(session.pulse, operation, () => fail(timedOut('write', operation))) : null;
  };
  const answered = () => {
    session.pulse.heard();
    inFlight -= 1;
    if (!stopped) startAnew();
  };
  const unlisten = session.onEnd(() => fail(lost('write')));
  /** Waits until it gives something; every answer may change that. */
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      if (failed) await ended.promise;
      const found = look();
      if (found !== undefined) return found;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await Promise.race([promise, ended.promise]);
    }
  };
  return {
    ended: ended.promise,
    /** Raised by the first failure, and when all is done. */
    over: over.signal,
    send(lane: Lane, bytes: Buffer, at: { readonly position: number; readonly done: () => void }): void {
      inFlight += 1;
      underWay.set(lane, (underWay.get(lane) ?? 0) + 1);
      if (inFlight === 1) startAnew();
      lane.sftp.write(lane.handle, bytes, 0, bytes.length, at.position, (cause) => {
        underWay.set(lane, (underWay.get(lane) ?? 1) - 1);
        answered();
        at.done();
        if (cause) fail(failureOfRequest('write', cause));
        else if (!failed) onTaken(bytes.length);
        wake?.();
      });
    },
    /** Waits for the first lane that has fewer than so many requests under way. */
    place: (lanes: readonly Lane[], most: number) =>
      until(() => lanes.find((lane) => (underWay.get(lane) ?? 0) < most)),
    /** Waits until nothing is under way. */
    empty: () => until(() => (inFlight === 0 ? true : undefined)),
    stop() {
      stopped = true;
      over.abort();
      stopWaiting?.();
      unlisten();
    },
  };
}

/** Fills the bytes from the file. */
async function readPiece(source: FileHandle, position: number, bytes: Buffer): Promise<void> {
  let got = 0;
  while (got < bytes.length) {
    const { bytesRead } = await source.read(bytes, got, bytes.length - got, position + got);
    // The copy is shorter than the ledger says: nothing of it may be completed.
    if (bytesRead === 0) throw new TransferFailure(appError('file-changed'));
    got += bytesRead;
  }
}

/** Something that writes the rest of a file, and can be waited for. */
export interface Writing {
  /** All pieces have been handed over; gives the SHA-256 of the whole file in hex. */
  readonly sent: Promise<string>;
  /** The server has taken them all. */
  readonly taken: () => Promise<void>;
  readonly stop: () => void;
}

/** The parts of sending one file. */
interface Sending {
  readonly window: ReturnType<typeof createWindow>;
  readonly lanes: readonly Lane[];
  readonly memory: ByteBudget;
}

async function sendPieces({ window, lanes, memory }: Sending, order: WindowOrder): Promise<string> {
  const { source, size, hash, pieceBytes, signal } = order;
  const most = Math.max(LANE_REQUESTS, Math.ceil(LANE_BYTES / pieceBytes));
  // A piece's memory is used again once the server has taken it.
  const free: Buffer[] = [];
  const leaving = AbortSignal.any([signal, window.over]);
  let piece = 0;
  for (let position = order.from; position < size; ) {
    if (signal.aborted) throw new TransferFailure(appError('cancelled', { retry: 'now' }));
    const length = Math.min(pieceBytes, size - position);
    await order.pace?.(length, leaving);
    const lane = await window.place(lanes, most);
    await memory.take(length, window.ended);
    const whole = free.pop() ?? Buffer.allocUnsafeSlow(Math.min(pieceBytes, size));
    const bytes = whole.subarray(0, length);
    try {
      await readPiece(source, position, bytes);
    } catch (cause) {
      memory.give(length);
      throw cause;
    }
    hash.update(bytes);
    piece += 1;
    order.onPiece(piece);
    const done = () => {
      memory.give(length);
      free.push(whole);
    };
    window.send(lane, bytes, { position, done });
    position += length;
  }
  return hash.digest('hex');
}

/**
 * Sends a file from `from` on, over the lanes, which may become more meanwhile, hashing exactly the bytes that are handed over. Never
 * more of them under way than the lanes take and the connection's memory allows. `sent` is told before the last answers are here, so
 * that what follows can be asked without waiting.
 */
export function writeWindow(session: Session, lanes: readonly Lane[], order: WindowOrder): Writing {
  const window = createWindow(session, order.onTaken);
  return {
    sent: sendPieces({ window, lanes, memory: session.memory }, order),
    taken: async () => void (await window.empty()),
    stop: window.stop,
  };
}

/** SHA-256 of the first bytes of a local file, to go on with. */
export async function hashPrefix(source: FileHandle, length: number): Promise<Hash> {
  const hash = createHash('sha256');
  const step = Buffer.allocUnsafeSlow(Math.min(1024 * 1024, length));
  for (let position = 0; position < length; position += step.length) {
    const bytes = step.subarray(0, length - position);
    await readPiece(source, position, bytes);
    hash.update(bytes);
  }
  return hash;
}
