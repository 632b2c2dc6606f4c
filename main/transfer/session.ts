import type { SFTPWrapper } from 'ssh2';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import type { ByteBudget } from './byte-budget.ts';
import { type Pulse, startDeadline } from './deadline.ts';
import type { Deadlines } from './transfer.ts';
import { lost, shortText, TransferFailure } from './transfer-failure.ts';

/** A live SFTP channel and what must end every wait on it. */
export interface Session {
  readonly sftp: SFTPWrapper;
  readonly deadlines: Deadlines;
  /** The other channels of this connection, opened where they are not yet: each has a window of its own. Null: the server allows no more. */
  readonly further: () => readonly Promise<Session | null>[];
  /** Tells once when the connection or a channel has ended; at once when it already has. Gives the way to stop listening. */
  readonly onEnd: (listener: () => void) => () => void;
  /** Shared by all channels. */
  readonly memory: ByteBudget;
  readonly pulse: Pulse;
}

/** The same channel; what is waited for on it ends with the signal too. The connection stays. */
export function endingWith(session: Session, signal: AbortSignal): Session {
  return {
    ...session,
    onEnd(listener) {
      const stop = session.onEnd(listener);
      signal.addEventListener('abort', listener, { once: true });
      if (signal.aborted) listener();
      return () => {
        signal.removeEventListener('abort', listener);
        stop();
      };
    },
  };
}

const statusSchema = z.object({ code: z.number().int(), message: z.string() });
export const NO_SUCH_FILE = 2;

/** The server's own word on a request. */
export class Refusal extends TransferFailure {
  readonly operation: string;
  readonly status: number;
  readonly text: string;

  constructor(operation: string, status: number, text: string) {
    super(appError('sftp-refused', { retry: 'now', details: { operation, status, text } }));
    this.name = 'Refusal';
    this.operation = operation;
    this.status = status;
    this.text = text;
  }
}

/** ssh2's error of a request: the server's status, or the end of the connection. */
export function failureOfRequest(operation: string, cause: unknown): TransferFailure {
  const parsed = statusSchema.safeParse(cause);
  return parsed.success ? new Refusal(operation, parsed.data.code, shortText(parsed.data.message)) : lost(operation);
}

type Callback<T> = (cause: Error | null | undefined, value: T) => void;

/**
 * One request under its own deadline, raced against the end of connection and channel: ssh2 itself may never call back. Rejects with
 * {@link Refusal}, or a failure `timed-out` or `unreachable` whose details name the operation. A handle that comes when nobody waits for it
 * any more is closed: the connection lives on, and a server counts what is open.
 */
export function ask<T>(
  session: Session,
  operation: string,
  start: (sftp: SFTPWrapper, done: Callback<T>) => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const isSlow = operation === 'fsync';
  const ms = isSlow ? session.deadlines.slow : session.deadlines.operation;
  let isGivenUp = false;
  const giveUp = (failure: TransferFailure) => {
    isGivenUp = true;
    reject(failure);
  };
  // A server that is busy with the disk answers nobody on this channel.
  const endExcuse = isSlow ? session.pulse.excuse(ms) : null;
  const stopWaiting = startDeadline(session.pulse, ms, () => giveUp(timedOut(operation, ms)));
  const stopListening = session.onEnd(() => giveUp(lost(operation)));
  start(session.sftp, (cause, value) => {
    session.pulse.heard();
    endExcuse?.();
    if (cause) reject(failureOfRequest(operation, cause));
    else if (isGivenUp && Buffer.isBuffer(value)) session.sftp.close(value, () => undefined);
    else resolve(value);
  });
  return promise.finally(() => {
    stopWaiting();
    stopListening();
  });
}

/** A deadline that has passed. */
export function timedOut(operation: string, ms: number): TransferFailure {
  return new TransferFailure(
    appError('timed-out', { retry: 'now', details: { operation, seconds: Math.ceil(ms / 1000) } }),
  );
}
