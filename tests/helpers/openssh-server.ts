import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { fingerprintOf } from '../../main/transfer/connect/host-key.ts';
import { type SftpTarget, usualDeadlines } from '../../main/transfer/transfer.ts';

const SSHD = '/usr/sbin/sshd';
/** Debian's OpenSSH server; the tests that need it skip where it is missing. */
export const hasOpenSsh = existsSync(SSHD);

export interface OpenSshServer {
  readonly target: SftpTarget;
  /** A folder that the server reaches under the same path. */
  readonly folder: string;
  readonly keyFile: string;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error('sshd did not begin to listen');
}

/** Starts an sshd of its own on a free loopback port, with new keys, for this user. `denied`: requests of SFTP that it refuses to everybody. */
export async function startOpenSsh(denied: readonly string[] = []): Promise<OpenSshServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openssh-'));
  const file = (name: string) => path.join(folder, name);
  const host = makeSshKey('ed25519');
  const user = makeSshKey('ed25519');
  writeFileSync(file('host-key'), host.private, { mode: 0o600 });
  writeFileSync(file('user-key'), user.private, { mode: 0o600 });
  writeFileSync(file('authorized'), `${user.public}\n`, { mode: 0o600 });
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host-key')}`,
    `AuthorizedKeysFile ${file('authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'PidFile none',
    'MaxStartups 100',
    'MaxSessions 100',
    `Subsystem sftp internal-sftp${denied.length > 0 ? ` -P ${denied.join(',')}` : ''}`,
  ];
  writeFileSync(file('config'), `${lines.join('\n')}\n`);
  const data = file('data');
  mkdirSync(data);
  chmodSync(folder, 0o755);
  // Debian's sshd wants its own empty folder, which the service makes at each start.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const child = spawn(SSHD, ['-D', '-e', '-f', file('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaints = (complaints + bytes).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([
    untilOpen(port),
    ended.then(() => {
      throw new Error(`sshd ended: ${complaints}`);
    }),
  ]);
  const blob = Buffer.from(host.public.split(' ')[1] ?? '', 'base64');
  return {
    folder: data,
    keyFile: file('user-key'),
    target: {
      hosts: [{ host: '127.0.0.1', port }],
      hostKeys: [fingerprintOf(blob)],
      proxy: null,
      userName: os.userInfo().username,
      privateKeys: [readFileSync(file('user-key'), 'utf8')],
      deadlines: usualDeadlines,
    },
    async close() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
