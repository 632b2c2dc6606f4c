import type { Socket } from 'node:net';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { appError } from '../../../shared/contract/errors.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import { createByteBudget } from '../byte-budget.ts';
import { createPulse } from '../deadline.ts';
import { downloadFile } from '../download/download-file.ts';
import { hashRemote } from '../files/hash-remote.ts';
import { listFolder } from '../files/list-folder.ts';
import { lookAt } from '../files/look-at.ts';
import { readShortFile } from '../files/read-short-file.ts';
import { removeFile } from '../files/remove-file.ts';
import { timedOut } from '../session.ts';
import type { SftpConnection, SftpTarget } from '../transfer.ts';
import { attempt, lost, shortText, TransferFailure } from '../transfer-failure.ts';
import { uploadFile } from '../upload/upload-file.ts';
import { algorithms } from './algorithms.ts';
import { gatherWrites } from './gather-writes.ts';
import { createHostVerifier, type ShownKey } from './host-key.ts';
import { type Channels, openChannels } from './open-channels.ts';
import { openRoute, type Place } from './open-route.ts';
import { prepareCipherKeys } from './prepare-cipher-keys.ts';

const KEEPALIVE_MS = 10_000;
const KEEPALIVE_COUNT = 3;
/** Of all files together, sent and not yet acknowledged. */
const UNDER_WAY_BYTES = 32 * 1024 * 1024;

interface Opening {
  readonly target: SftpTarget;
  readonly client: ssh2.Client;
  readonly socket: Socket;
}

/** What the end of a connection that never became ready means, by how far it had come. */
interface Progress {
  shown: ShownKey | null;
}

function failureOfConnecting(cause: unknown, progress: Progress, { hostKeys }: SftpTarget): TransferFailure {
  const { fingerprint, verdict } = progress.shown ?? {};
  if (fingerprint !== undefined && verdict === 'strange') {
    const details = { presented: fingerprint, pinned: hostKeys.join(' ').slice(0, 300) };
    return new TransferFailure(appError('host-key-differs', { details }));
  }
  const message = cause instanceof Error ? cause.message : '';
  const weakness = verdict === 'weak' ? 'RSA key too short' : /no matching/i.test(message) && shortText(message);
  if (weakness) return new TransferFailure(appError('sftp-too-old', { details: { text: weakness } }));
  if (/authentication methods failed/i.test(message)) return new TransferFailure(appError('sftp-key-refused'));
  // Keys were exchanged, and the server hung up on whoever then said a name.
  if (verdict === 'known') return new TransferFailure(appError('sftp-connection-refused', { retry: 'now' }));
  return lost('connect');
}

/** Exchanges keys, compares the host's with the pinned ones before anything is said, and logs in with each of our keys in turn. */
function logIn({ target, client, socket }: Opening): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const progress: Progress = { shown: null };
  const fail = (cause?: unknown) => reject(failureOfConnecting(cause, progress, target));
  client.once('ready', resolve);
  client.on('error', fail);
  client.once('end', fail);
  client.once('close', fail);
  client.connect({
    sock: socket,
    username: target.userName,
    readyTimeout: 0,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: KEEPALIVE_COUNT,
    algorithms,
    authHandler: target.privateKeys.map((key) => ({ type: 'publickey', username: target.userName, key })),
    hostVerifier: createHostVerifier(target.hostKeys, (shown) => {
      progress.shown = shown;
    }),
  });
  return promise;
}

function openChannel(client: ssh2.Client): Promise<SFTPWrapper> {
  const { promise, resolve, reject } = Promise.withResolvers<SFTPWrapper>();
  const fail = () => reject(lost('open-channel'));
  client.once('close', fail);
  client.sftp((cause, sftp) => {
    client.off('close', fail);
    if (cause) fail();
    else resolve(sftp);
  });
  return promise;
}

/** Collects the ways in which a connection can end. ssh2 tells them by different events, some of them only once. */
function watchEnds(client: ssh2.Client) {
  const listeners = new Set<() => void>();
  let ended = false;
  const end = () => {
    ended = true;
    for (const listener of [...listeners]) listener();
    listeners.clear();
  };
  client.on('error', end).on('end', end).on('close', end);
  return {
    hasEnded: () => ended,
    /** From now on the end of this channel is the end. */
    watch(sftp: SFTPWrapper): SFTPWrapper {
      return sftp.on('end', end).on('close', end).on('error', end);
    },
    onEnd(listener: () => void) {
      if (ended) listener();
      else listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Each verb has a channel for as long as it lasts. */
function connectionOver({ run }: Channels, life: Pick<SftpConnection, 'isOpen' | 'close'>): SftpConnection {
  return {
    upload: (order) => run((session) => uploadFile(session, order)),
    look: (path) => attempt(() => run((session) => lookAt(session, path))),
    hash: (path, size) => attempt(() => run((session) => hashRemote(session, path, size))),
    remove: (path) => attempt(() => run((session) => removeFile(session, path))),
    list: (path) => attempt(() => run((session) => listFolder(session, path))),
    download: (order) => attempt(() => run((session) => downloadFile(session, order))),
    read: (path, mostBytes) => attempt(() => run((session) => readShortFile(session, path, mostBytes))),
    ...life,
  };
}

async function openVerbs(
  client: ssh2.Client,
  deadlines: SftpTarget['deadlines'],
  close: () => void,
): Promise<SftpConnection> {
  const ends = watchEnds(client);
  const channels = await openChannels(async () => ends.watch(await openChannel(client)), {
    deadlines,
    onEnd: ends.onEnd,
    memory: createByteBudget(UNDER_WAY_BYTES),
    pulse: createPulse(),
  });
  return connectionOver(channels, { isOpen: () => !ends.hasEnded(), close });
}

async function openConnection(target: SftpTarget, place: Place, signal: AbortSignal): Promise<SftpConnection> {
  const deadline = target.deadlines.connect;
  const ending = new AbortController();
  const stopped = AbortSignal.any([signal, ending.signal]);
  const client = new ssh2.Client();
  let socket: Socket | null = null;
  const close = () => {
    client.end();
    socket?.destroy();
  };
  const { promise: late, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when the deadline is told.
  late.catch(() => undefined);
  const timer = setTimeout(() => reject(timedOut('connect', deadline)), deadline);
  const leave = () => reject(new TransferFailure(appError('cancelled', { retry: 'now' })));
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([
      late,
      (async () => {
        socket = await openRoute(place, target.proxy, stopped);
        gatherWrites(socket);
        client.on('handshake', () => prepareCipherKeys(client));
        await logIn({ target, client, socket });
        return await openVerbs(client, target.deadlines, close);
      })(),
    ]);
  } catch (cause) {
    ending.abort();
    close();
    throw cause;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

/** Only what a second facility can help with leads to it; a changed host key never does. */
function mayTryNext({ error }: TransferFailure): boolean {
  return error.code === 'unreachable' || error.code === 'timed-out';
}

/**
 * Connects to the first server that can be reached. Errors: `host-key-differs` (details.presented, .pinned), `sftp-too-old` (no common
 * algorithm), `sftp-key-refused`, `sftp-connection-refused` (hung up after the key exchange: an unregistered address, as a rule),
 * `sftp-proxy-refused`, `unreachable`, `timed-out`, `cancelled`.
 */
export async function connectServer(target: SftpTarget, signal: AbortSignal): Promise<Result<SftpConnection>> {
  let last: Result<SftpConnection> = err(appError('unreachable', { retry: 'now' }));
  for (const place of target.hosts) {
    last = await attempt(() => openConnection(target, place, signal));
    if (last.ok || !mayTryNext(new TransferFailure(last.error))) return last;
  }
  return last;
}
