import { createServer, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { EcpContext } from '../ecp/ecp-context.ts';
import { findUser, type UserRecord } from '../store/users.ts';
import { SFTP_FUNCTION } from '../users.ts';
import { type HostKeys, loadHostKeys } from './host-keys.ts';
import { type Line, misbehave } from './misbehave.ts';
import { registeredAddresses, registeredKeys } from './registration-store.ts';
import { serveChannel } from './serve-channel.ts';
import { takeFile } from './take-file.ts';
import { openTree } from './tree.ts';

export interface SftpListener {
  readonly port: number;
  readonly fingerprints: readonly string[];
  close(): Promise<void>;
}

export interface SftpOptions {
  readonly port: number;
  readonly stateFolder: string;
}

/** Modern algorithms only; the program must not get used to weaker ones here. */
const algorithms = {
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
} satisfies ssh2.Algorithms;

/** Loopback as IPv4, however the socket writes it. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:/, '');
}

/** What becomes of an attempt to authenticate: an unregistered address is shown the door, an unregistered key is only refused. */
function judge(
  ecp: EcpContext,
  context: ssh2.AuthContext,
  address: string,
): UserRecord | 'wrong-address' | 'wrong-key' {
  const { database, clock } = ecp.context;
  const user = findUser(database, 'ecp', context.username);
  if (!user || user.locked || !user.functions.includes(SFTP_FUNCTION)) return 'wrong-key';
  if (!registeredAddresses(database, user.userId).some((each) => each.address === address)) return 'wrong-address';
  if (context.method !== 'publickey') return 'wrong-key';
  const blob = context.key.data.toString('base64');
  const known = registeredKeys(database, user.userId).find((each) => each.keyBlob === blob);
  if (!known || (known.expiresAt !== null && known.expiresAt <= clock.now())) return 'wrong-key';
  return user;
}

function isSigned(context: ssh2.AuthContext): boolean {
  if (context.method !== 'publickey' || !context.blob || !context.signature) return false;
  const key = ssh2.utils.parseKey(context.key.data);
  if (key instanceof Error) return false;
  return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function serveSession(
  session: ssh2.Session,
  user: UserRecord,
  parts: { ecp: EcpContext; line: Line; stateFolder: string },
): void {
  const { ecp, line, stateFolder } = parts;
  session.on('subsystem', (accept, reject, { name }) => {
    if (name !== 'sftp') {
      reject();
      return;
    }
    const channel = accept();
    const served = serveChannel({
      tree: openTree(stateFolder, user.userId),
      line: { ...line, closeChannel: () => channel.close() },
      takeFault: ecp.context.faults.take,
      takeFile: (from, to) => takeFile(ecp, { user, folderId: to.folderId, from, to }),
      send: (packet) => channel.write(packet),
    });
    channel.on('data', (bytes: Buffer) => {
      try {
        served.take(bytes);
      } catch {
        // a packet that is none: such a client is not spoken to any more
        line.socket.destroy();
      }
    });
    channel.on('close', served.end);
  });
}

function serveConnection(
  connection: ssh2.Connection,
  socket: Socket,
  parts: { ecp: EcpContext; stateFolder: string },
): void {
  const { ecp } = parts;
  const line = { socket, closeChannel: () => connection.end() };
  let user: UserRecord | null = null;
  let silent = false;
  connection.on('authentication', (context) => {
    if (silent) return;
    const judged = judge(ecp, context, plainAddress(socket.remoteAddress));
    const isForged = context.method === 'publickey' && context.signature !== undefined && !isSigned(context);
    const verdict =
      typeof judged === 'string' || isForged ? null : misbehave(ecp.context.faults.take('sftp/auth'), line);
    if (judged === 'wrong-address') connection.end();
    else if (judged === 'wrong-key' || isForged || verdict === 'refuse') context.reject(['publickey']);
    else if (verdict === 'silent') silent = true;
    else {
      if (isSigned(context)) user = judged;
      context.accept();
    }
  });
  connection.on('session', (accept) => {
    if (user) serveSession(accept(), user, { ...parts, line });
  });
  // A client that goes away without a word is an everyday thing here.
  connection.on('error', () => undefined);
}

/**
 * The ECP SFTP server on 127.0.0.1: public keys and addresses that the user registered (both are asked for), and the folders of the
 * catalogue. Everything about its folders and messages is a practice value.
 */
export async function startSftp(ecp: EcpContext, options: SftpOptions): Promise<SftpListener> {
  const keys: HostKeys = await loadHostKeys(options.stateFolder);
  const sockets = new Set<Socket>();
  const ssh = new ssh2.Server({ hostKeys: [...keys.privateKeys], algorithms, ident: 'ECP-practice' });
  const waiting: Socket[] = [];
  ssh.on('connection', (connection, info) => {
    const index = waiting.findIndex((each) => each.remotePort === info.port);
    const socket = waiting.splice(index, 1)[0];
    if (socket) serveConnection(connection, socket, { ecp, stateFolder: options.stateFolder });
  });
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const line = { socket, closeChannel: () => socket.end() };
    const fault = ecp.context.faults.take('sftp/connect');
    if (fault) {
      // Without a reader the client's end would never be noticed.
      socket.resume();
      misbehave(fault, line);
      return;
    }
    waiting.push(socket);
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port, '127.0.0.1', () => resolve());
  });
  const address = listener.address();
  if (!address || typeof address === 'string') throw new Error('a listening server has an address');
  return {
    port: address.port,
    fingerprints: keys.fingerprints,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
