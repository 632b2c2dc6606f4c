import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { appError } from '../../shared/contract/errors.ts';
import { TransferFailure } from './transfer-failure.ts';

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

function proxyRefused(): TransferFailure {
  return new TransferFailure(appError('sftp-proxy-refused', { retry: 'now' }));
}

/** HTTP CONNECT (RFC 9110 section 9.3.6). */
function throughHttp(socket: Socket, target: Place, proxy: URL): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const { username, password } = proxy;
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const path = `${target.host}:${target.port}`;
  const asking = request({
    method: 'CONNECT',
    path,
    headers: { Host: path, ...(username === '' ? {} : { 'Proxy-Authorization': `Basic ${credentials}` }) },
    createConnection: () => socket,
  });
  asking.once('connect', (answer, tunnel, head) => {
    if (answer.statusCode !== 200) return reject(proxyRefused());
    if (head.length > 0) tunnel.unshift(head);
    return resolve(tunnel as Socket);
  });
  asking.once('response', () => reject(proxyRefused()));
  asking.on('error', () => reject(proxyRefused()));
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
    reject(proxyRefused());
  };
  const stop = () => {
    socket.off('readable', look).off('close', fail).off('end', fail);
  };
  socket.on('readable', look).on('close', fail).on('end', fail);
  look();
  return promise;
}

const NO_LOGIN = 0;
const PASSWORD = 2;

/** SOCKS 5 (RFC 1928), the name resolved by the proxy, with a password where the address has one (RFC 1929). */
async function throughSocks(socket: Socket, target: Place, proxy: URL): Promise<Socket> {
  const user = Buffer.from(decodeURIComponent(proxy.username));
  const password = Buffer.from(decodeURIComponent(proxy.password));
  socket.write(Buffer.from(user.length > 0 ? [5, 2, NO_LOGIN, PASSWORD] : [5, 1, NO_LOGIN]));
  const method = (await readExactly(socket, 2))[1];
  if (method === PASSWORD) {
    socket.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([password.length]), password]));
    if ((await readExactly(socket, 2))[1] !== 0) throw proxyRefused();
  } else if (method !== NO_LOGIN) throw proxyRefused();
  const name = Buffer.from(target.host);
  socket.write(
    Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([target.port >> 8, target.port & 255])]),
  );
  const [, reply, , kind, first] = await readExactly(socket, 5);
  if (reply !== 0) throw proxyRefused();
  const rest = kind === 1 ? 3 : kind === 4 ? 15 : (first ?? 0);
  await readExactly(socket, rest + 2);
  return socket;
}

/**
 * Opens a way to the server: directly, or through a proxy. Throws `unreachable` (details.host) or `sftp-proxy-refused`; the
 * caller's signal ends the wait.
 */
export async function openRoute(target: Place, proxyAddress: string | null, signal: AbortSignal): Promise<Socket> {
  if (proxyAddress === null) return openSocket(target, signal);
  const proxy = new URL(proxyAddress);
  const isSocks = proxy.protocol === 'socks5:';
  const port = Number(proxy.port) || (isSocks ? 1080 : 80);
  const socket = await openSocket({ host: proxy.hostname.replace(/^\[(.+)\]$/, '$1'), port }, signal);
  return isSocks ? throughSocks(socket, target, proxy) : throughHttp(socket, target, proxy);
}
