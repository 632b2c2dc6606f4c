import { type AppError, appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { DownloadRecord } from '../ledger/ledger.ts';
import type { SftpConnection } from '../transfer/transfer.ts';
import type { DownloadContext, Live } from './context.ts';
import { fetchFile } from './fetch-file.ts';
import { refusalOf } from './look-into-folders.ts';

/** Small files go many at a time, because each is mostly waiting; large ones fill the memory that reading may take. */
const FILES_AT_ONCE = 16;
const BYTES_AT_ONCE = 24 * 1024 * 1024;
const MOST_OF_ONE = 8 * 1024 * 1024;
/** Attempts on one file that bring no byte more, and the waits between them in ms. */
const WAITS = [500, 2000];
/** Cuts, after which another attempt is sensible at once. */
const cuts = new Set(['unreachable', 'timed-out']);

/** One connection for all files, made anew when it is found broken. */
interface Lease {
  get(): Promise<Result<SftpConnection>>;
  /** It does not answer any more: whoever asks next gets another. */
  drop(connection: SftpConnection): void;
  close(): void;
}

export function createLease(context: DownloadContext, signal: AbortSignal): Lease {
  let opening: Promise<Result<SftpConnection>> | null = null;
  let current: SftpConnection | null = null;
  return {
    get() {
      opening ??= context.door.open(signal).then((opened) => {
        if (opened.ok) current = opened.value;
        else opening = null;
        return opened;
      });
      return opening;
    },
    drop(connection) {
      connection.close();
      if (connection !== current) return;
      opening = null;
      current = null;
    },
    close() {
      current?.close();
      opening = null;
      current = null;
    },
  };
}

/** Tries until it is done, refused, cancelled, or several attempts have brought nothing. */
async function fetchThroughCuts(
  context: DownloadContext,
  record: DownloadRecord,
  { lease, signal }: { lease: Lease; signal: AbortSignal },
): Promise<Result<null | AppError>> {
  let most = 0;
  let failures = 0;
  for (;;) {
    const connection = await lease.get();
    if (!connection.ok) return connection;
    const before = most;
    const onReceived = (bytes: number) => {
      most = Math.max(most, bytes);
    };
    // What was written down since may be the end of it.
    const now = context.ledger.downloads.find(record.facts.downloadId) ?? record;
    const done = await fetchFile(context, now, { connection: connection.value, signal, onReceived });
    if (done.ok || signal.aborted || !cuts.has(done.error.code)) return done;
    lease.drop(connection.value);
    failures = most > before ? 0 : failures + 1;
    const wait = WAITS[Math.max(0, failures - 1)];
    if (wait === undefined || failures > WAITS.length) return done;
    await context.wait(wait, signal);
    if (signal.aborted) return err(appError('cancelled', { retry: 'now' }));
  }
}

function wordsOf(error: AppError): AppError {
  if (error.code === 'checksum-differs') return { ...error, code: 'download-differs' };
  return refusalOf(error);
}

/** Writes down why a file failed, unless that is what stands there already. Gives why it could not be written down, or null. */
function noteFailure(context: DownloadContext, { facts }: DownloadRecord, error: AppError): AppError | null {
  const { downloads } = context.ledger;
  const newest = downloads.find(facts.downloadId)?.newest;
  if (newest?.kind === 'failed' && newest.detail.error.code === error.code) return null;
  if (newest?.kind === 'delivered' || newest?.kind === 'same') return null;
  const noted = downloads.note(facts.downloadId, 'failed', { error: { ...error, retry: 'now' } });
  return noted.ok ? null : noted.error;
}

/** Errors of the connection itself or of the ledger: no file is to blame, and none can be fetched now. */
async function fetchOne(
  context: DownloadContext,
  record: DownloadRecord,
  work: { lease: Lease; live: Live; signal: AbortSignal },
): Promise<AppError | null> {
  const { downloadId } = record.facts;
  const { lease, live } = work;
  let failure: AppError | null = null;
  const signal = AbortSignal.any([work.signal, live.controller.signal]);
  if (!signal.aborted) {
    live.state = 'fetching';
    context.tell({}, [downloadId]);
    const connection = await lease.get();
    if (!connection.ok) {
      context.live.delete(downloadId);
      context.tell({}, [downloadId]);
      return connection.error;
    }
    const done = await fetchThroughCuts(context, record, { lease, signal });
    // Cancelled by a person or by the end of the program: what came stays, and the file is new as before.
    if (!done.ok && !signal.aborted) failure = noteFailure(context, record, wordsOf(done.error));
  }
  context.live.delete(downloadId);
  context.tell({}, [downloadId]);
  return failure;
}

/**
 * Fetches files over one connection, several at a time. What fails is written down in its own row and the others go on; only when no
 * connection can be made, or the ledger cannot be written, is the rest left as it is, and the error given.
 */
export async function fetchFiles(
  context: DownloadContext,
  records: readonly DownloadRecord[],
  { lease, signal }: { lease: Lease; signal: AbortSignal },
): Promise<Result<null>> {
  const waiting = records.map((record) => {
    const live: Live = { controller: new AbortController(), state: 'waiting' };
    context.live.set(record.facts.downloadId, live);
    return { record, live };
  });
  context.tell(
    {},
    waiting.map(({ record }) => record.facts.downloadId),
  );
  const running = new Set<Promise<void>>();
  const stop = new AbortController();
  let failure: AppError | null = null;
  let bytes = 0;
  for (const { record, live } of waiting) {
    const cost = Math.min(record.facts.size, MOST_OF_ONE);
    while (running.size >= FILES_AT_ONCE || (running.size > 0 && bytes + cost > BYTES_AT_ONCE)) {
      await Promise.race(running);
    }
    bytes += cost;
    const one = fetchOne(context, record, { lease, live, signal: AbortSignal.any([signal, stop.signal]) })
      .then((error) => {
        failure ??= error;
        if (error) stop.abort();
      })
      .finally(() => {
        bytes -= cost;
        running.delete(one);
      });
    running.add(one);
  }
  await Promise.all(running);
  return failure === null ? ok(null) : err(failure);
}
