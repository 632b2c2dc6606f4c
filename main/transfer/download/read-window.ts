import { appError } from '../../../shared/contract/errors.ts';
import { startDeadline } from '../deadline.ts';
import { serverOffers } from '../server-offers.ts';
import { failureOfRequest, type Session, timedOut } from '../session.ts';
import { lost, TransferFailure } from '../transfer-failure.ts';

/** Requests under way at once; of the longest pieces that is 8 MB, four times what ssh2 lets a server send before it hears of us. */
export const READS_IN_FLIGHT = 64;

export interface ReadOrder {
  /** Opened on the session's channel. */
  readonly handle: Buffer;
  readonly from: number;
  /** Where to stop. A file that ends before it ends the pieces too. */
  readonly to: number;
  readonly signal?: AbortSignal;
  /** Waits until so many bytes may be asked for. */
  readonly pace?: (bytes: number, signal: AbortSignal) => Promise<void>;
}

const never = new AbortController().signal;

/** What ends every wait: the connection's end, the operator's wish, the first failure, and a server that has been silent for too long. */
function createWatch(session: Session, signal: AbortSignal) {
  const { operation } = session.deadlines;
  let inFlight = 0;
  let failure: TransferFailure | null = null;
  // One wait at a time. `Promise.race` with the end would keep something of each piece until the last one.
  let stopWaiting: ((failure: TransferFailure) => void) | null = null;
  const fail = (cause: TransferFailure) => {
    failure ??= cause;
    stopWaiting?.(failure);
  };
  let stopDeadline: (() => void) | null = null;
  // Each answer starts the deadline anew: on a slow line the last of many requests waits long for its turn, and nothing is wrong.
  const startAnew = () => {
    stopDeadline?.();
    stopDeadline =
      inFlight > 0 ? startDeadline(session.pulse, operation, () => fail(timedOut('read', operation))) : null;
  };
  const unlisten = session.onEnd(() => fail(lost('read')));
  const leave = () => fail(new TransferFailure(appError('cancelled', { retry: 'now' })));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  return {
    fail,
    /** Waits for the work or the end, which counts although the work is done as well. */
    race<T>(work: Promise<T>): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      if (failure) reject(failure);
      stopWaiting = reject;
      work.then(resolve, reject);
      return promise;
    },
    asked() {
      inFlight += 1;
      if (inFlight === 1) startAnew();
    },
    answered() {
      session.pulse.heard();
      inFlight -= 1;
      startAnew();
    },
    stop() {
      inFlight = 0;
      startAnew();
      unlisten();
      signal.removeEventListener('abort', leave);
    },
  };
}

interface Piece {
  readonly handle: Buffer;
  /** As long as the piece. */
  readonly bytes: Buffer;
  readonly position: number;
}

/** Reads one piece, asking again for what a short answer left out; gives how much there is before the end of the file. */
function readPiece(session: Session, watch: ReturnType<typeof createWatch>, piece: Piece): Promise<number> {
  const { handle, bytes, position } = piece;
  const { promise, resolve } = Promise.withResolvers<number>();
  const askRest = (got: number) => {
    watch.asked();
    session.sftp.read(handle, bytes, got, bytes.length - got, position + got, (cause, count) => {
      watch.answered();
      if (cause) watch.fail(failureOfRequest('read', cause));
      else if (count === 0 || got + count === bytes.length) resolve(got + count);
      else askRest(got + count);
    });
  };
  askRest(0);
  return promise;
}

/**
 * Reads a part of a remote file, many requests at a time, and gives its bytes in order. A piece is only there until the next one is asked
 * for: its memory is used again. Throws {@link TransferFailure}: `sftp-refused`, `unreachable`, `timed-out` (no answer at all within the
 * deadline of an operation), `cancelled`.
 */
export async function* readWindow(session: Session, order: ReadOrder): AsyncGenerator<Buffer, void> {
  const { handle, to, signal = never, pace } = order;
  const pieceBytes = serverOffers(session.sftp).longestRead;
  const watch = createWatch(session, signal);
  const idle: Buffer[] = [];
  const coming: { readonly memory: Buffer; readonly bytes: Buffer; readonly got: Promise<number> }[] = [];
  let position = order.from;
  // Whoever waits for the speed limit when all is over must neither ask nor take its share.
  const over = new AbortController();
  const leaving = pace ? AbortSignal.any([signal, over.signal]) : signal;
  const begin = async (piece: Piece) => {
    await pace?.(piece.bytes.length, leaving);
    return leaving.aborted ? 0 : readPiece(session, watch, piece);
  };
  try {
    for (;;) {
      while (coming.length < READS_IN_FLIGHT && position < to) {
        const memory = idle.pop() ?? Buffer.allocUnsafeSlow(Math.min(pieceBytes, to - order.from));
        const bytes = memory.subarray(0, Math.min(pieceBytes, to - position));
        const got = pace ? begin({ handle, bytes, position }) : readPiece(session, watch, { handle, bytes, position });
        coming.push({ memory, bytes, got });
        position += bytes.length;
      }
      const next = coming.shift();
      if (!next) return;
      const count = await watch.race(next.got);
      if (count > 0) yield next.bytes.subarray(0, count);
      if (count < next.bytes.length) return;
      idle.push(next.memory);
    }
  } finally {
    over.abort();
    watch.stop();
  }
}
