import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { SftpConnection, UploadOutcome } from '../transfer.ts';

/** One connection for everything that talks to the server at the same time, kept for a while after its last use. */
export interface KeptConnection {
  /**
   * Gives the connection, opened when there is none. The caller closes what it got, which gives it back. `identity` names who would
   * log in: with another one a new connection is opened. Errors: those of connecting, or `cancelled` by the signal.
   */
  open(identity: string, connect: Connect, signal: AbortSignal): Promise<Result<SftpConnection>>;
  /** Ends the connection, and those that were kept before and are still in use. */
  close(): void;
}

export type Connect = (signal: AbortSignal) => Promise<Result<SftpConnection>>;

/** A connection, or one that is being opened, and who uses it. */
interface Shared {
  readonly identity: string;
  readonly opening: Promise<Result<SftpConnection>>;
  readonly stop: AbortController;
  connection: SftpConnection | null;
  users: number;
  idle: NodeJS.Timeout | null;
}

/** After these nobody new is given the connection. */
const telling: ReadonlySet<string> = new Set(['unreachable', 'timed-out']);

function whyNot(answer: Result<unknown> | UploadOutcome): string | null {
  if ('ok' in answer) return answer.ok ? null : answer.error.code;
  return answer.kind === 'uploaded' ? null : answer.error.code;
}

function untilAborted<T>(work: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> {
  const { promise, resolve } = Promise.withResolvers<Result<T>>();
  const leave = () => resolve(err(appError('cancelled', { retry: 'now' })));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', leave));
}

/** The connection as one user sees it: closing gives it back, and a failure that shows it dead is noticed. */
function lend(connection: SftpConnection, onDead: () => void, giveBack: () => void): SftpConnection {
  const noticing = async <T extends Result<unknown> | UploadOutcome>(verb: Promise<T>): Promise<T> => {
    const answer = await verb;
    if (telling.has(whyNot(answer) ?? '')) onDead();
    return answer;
  };
  let isLent = true;
  return {
    upload: (order) => noticing(connection.upload(order)),
    look: (path) => noticing(connection.look(path)),
    hash: (path, size) => noticing(connection.hash(path, size)),
    remove: (path) => noticing(connection.remove(path)),
    list: (path) => noticing(connection.list(path)),
    download: (order) => noticing(connection.download(order)),
    read: (path, mostBytes) => noticing(connection.read(path, mostBytes)),
    isOpen: () => isLent && connection.isOpen(),
    close() {
      if (isLent) giveBack();
      isLent = false;
    },
  };
}

/** Keeps one connection for `idleMs` after its last use, so that many files cost one log-in. */
export function keepConnection(idleMs: number): KeptConnection {
  let current: Shared | null = null;
  const living = new Set<Shared>();

  const end = (shared: Shared) => {
    living.delete(shared);
    if (shared.idle) clearTimeout(shared.idle);
    shared.stop.abort();
    shared.connection?.close();
  };
  /** Nobody new gets it; who uses it may finish. */
  const retire = (shared: Shared) => {
    if (current === shared) current = null;
    if (shared.users === 0) end(shared);
  };
  const begin = (identity: string, connect: Connect): Shared => {
    const stop = new AbortController();
    const shared: Shared = { identity, opening: connect(stop.signal), stop, connection: null, users: 0, idle: null };
    current = shared;
    living.add(shared);
    const keep = async () => {
      const opened = await shared.opening;
      if (!opened.ok) return;
      shared.connection = opened.value;
      // Everybody had left by then.
      if (stop.signal.aborted) opened.value.close();
    };
    // What it throws is told to those who wait for it.
    keep().catch(() => undefined);
    return shared;
  };
  const leave = (shared: Shared) => {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (current !== shared || !shared.connection?.isOpen()) retire(shared);
    else {
      shared.idle = setTimeout(() => retire(shared), idleMs);
      shared.idle.unref();
    }
  };
  return {
    async open(identity, connect, signal) {
      const isUsable = current?.identity === identity && current.connection?.isOpen() !== false;
      if (current && !isUsable) retire(current);
      const shared = current ?? begin(identity, connect);
      if (shared.idle) clearTimeout(shared.idle);
      shared.idle = null;
      shared.users += 1;
      const opened = await untilAborted(shared.opening, signal);
      if (!opened.ok) {
        // Whoever only stopped waiting leaves it to the others who wait; an attempt that failed is nobody's any more.
        if (!signal.aborted && current === shared) current = null;
        leave(shared);
        return opened;
      }
      return ok(
        lend(
          opened.value,
          () => retire(shared),
          () => leave(shared),
        ),
      );
    },
    close() {
      for (const shared of [...living]) end(shared);
      current = null;
    },
  };
}
