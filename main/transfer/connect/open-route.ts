import { request } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { appError } from '../../../shared/contract/errors.ts';
import { TransferFailure } from '../transfer-failure.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
}

function unreachable(place: Place): TransferFailure {
  return new TransferFailure(
    appError('unreachable', { retry: 'now', details: { host: place.host, operation: 'connect' } }),
  );
}

function openSocket(place: Place, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host: place.host, port: place.port, noDelay: true });
  const leave = () => socket.destroy(new Error('broken off'));
  signal.addEventListener('abort', leave, { once: true });
  socket.once('connect', () => resolve(socket));
  // Stays for the socket's whole life: an error that nobody waits for must not end the program.
  socket.on('error', () => reject(unreachable(place)));
  socket.once('close', () => signal.removeEventListener('abort', leave));
  return promise;
}

/** Why a proxy gave no way; `no-way`: it would, but the connection behind it failed. */
type ProxyReason = 'needs-login' | 'refused' | 'no-way' | 'not-a-proxy';

function proxyRefused(reason: ProxyReason): TransferFailure {
  return new TransferFailure(appError('sftp-proxy-refused', { retry: 'now', details: { reason } }));
}

function reasonOfStatus(status: number): ProxyReason {
  if (status === 407) return 'needs-login';
  return status >= 500 ? 'no-way' : 'refused';
}

/** RFC 1928 section 6: network and host out of reach, connection refused, and expired on the way. */
function reasonOfReply(reply: number | undefined): ProxyReason {
  return reply !== undefined && [1, 3, 4, 5, 6].includes(reply) ? 'no-way' : 'refused';
}

interface Credentials {
  readonly user: Buffer;
  readonly password: Buffer;
}

/** User and password of the proxy's address; null: it has none. Each fits a length of one byte (RFC 1929), or is cut. */
function credentialsOf({ username, password }: URL): Credentials | null {
  const bytes = (text: string) => {
    try {
      return Buffer.from(decodeURIComponent(text)).subarray(0, 255);
    } catch {
      // A lone percent sign stands for itself.
      return Buffer.from(text).subarray(0, 255);
    }
  };
  return username === '' ? null : { user: bytes(username), password: bytes(password) };
}

/** HTTP CONNECT (RFC 9110 section 9.3.6). */
function throughHttp(socket: Socket, target: Place, proxy: URL): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const credentials = credentialsOf(proxy);
  const basic =
    credentials && Buffer.concat([credentials.user, Buffer.from(':'), credentials.password]).toString('base64');
  const path = `${isIP(target.host) === 6 ? `[${target.host}]` : target.host}:${target.port}`;
  const asking = request({
    method: 'CONNECT',
    path,
    headers: { Host: path, ...(basic && { 'Proxy-Authorization': `Basic ${basic}` }) },
    createConnection: () => socket,
  });
  asking.once('connect', (answer, tunnel, head) => {
    if (answer.statusCode !== 200) return reject(proxyRefused(reasonOfStatus(answer.statusCode ?? 0)));
    if (head.length > 0) tunnel.unshift(head);
    return resolve(tunnel as Socket);
  });
  asking.once('response', ({ statusCode }) => reject(proxyRefused(reasonOfStatus(statusCode ?? 0))));
  asking.on('error', () => reject(proxyRefused('not-a-proxy')));
  asking.end();
  return promise;
}

/** Reads exactly so many bytes; what came too many goes back. */
function readExactly(socket: Socket, count: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const look = () => {
    const bytes: Buffer | null = socket.read(count);
    if (bytes === null) return;
    stop();
    resolve(bytes);
  };
  const fail = () => {
    stop();
    reject(proxyRefused('not-a-proxy'));
  };
  const stop = () => {
    socket.off('readable', look).off('close', fail).off('end', fail);
  };
  socket.on('readable', look).on('close', fail).on('end', fail);
  look();
  return promise;
}

const SOCKS = 5;
const NO_LOGIN = 0;
const PASSWORD = 2;
const NO_METHOD = 255;

async function logInToSocks(socket: Socket, credentials: Credentials | null): Promise<void> {
  socket.write(Buffer.from(credentials ? [SOCKS, 2, NO_LOGIN, PASSWORD] : [SOCKS, 1, NO_LOGIN]));
  const [version, method] = await readExactly(socket, 2);
  if (version !== SOCKS) throw proxyRefused('not-a-proxy');
  if (method === NO_LOGIN) return;
  if (method === NO_METHOD) throw proxyRefused('needs-login');
  if (method !== PASSWORD || !credentials) throw proxyRefused('not-a-proxy');
  const { user, password } = credentials;
  socket.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([password.length]), password]));
  if ((await readExactly(socket, 2))[1] !== 0) throw proxyRefused('needs-login');
}

/** SOCKS 5 (RFC 1928), the name resolved by the proxy, with a password where the address has one (RFC 1929). */
async function throughSocks(socket: Socket, target: Place, proxy: URL): Promise<Socket> {
  await logInToSocks(socket, credentialsOf(proxy));
  const name = Buffer.from(target.host);
  socket.write(
    Buffer.concat([
      Buffer.from([SOCKS, 1, 0, 3, name.length]),
      name,
      Buffer.from([target.port >> 8, target.port & 255]),
    ]),
  );
  const [version, reply, , kind, first] = await readExactly(socket, 5);
  if (version !== SOCKS) throw proxyRefused('not-a-proxy');
  if (reply !== 0) throw proxyRefused(reasonOfReply(reply));
  const rest = kind === 1 ? 3 : kind === 4 ? 15 : (first ?? 0);
  await readExactly(socket, rest + 2);
  return socket;
}

/**
 * Opens a way to the server: directly, or through a proxy. Throws `unreachable` (details.host) or `sftp-proxy-refused`
 * (details.reason); the caller's signal ends the wait, and the connection as long as it lives.
 */
export async function openRoute(target: Place, proxyAddress: string | null, signal: AbortSignal): Promise<Socket> {
  if (proxyAddress === null) return openSocket(target, signal);
  const proxy = new URL(proxyAddress);
  const isSocks = proxy.protocol === 'socks5:';
  const port = Number(proxy.port) || (isSocks ? 1080 : 80);
  const socket = await openSocket({ host: proxy.hostname.replace(/^\[(.+)\]$/, '$1'), port }, signal);
  return isSocks ? throughSocks(socket, target, proxy) : throughHttp(socket, target, proxy);
}
