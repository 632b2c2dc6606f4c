import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { fingerprintOf } from '../../main/transfer/connect/host-key.ts';
import type { SftpTarget } from '../../main/transfer/transfer.ts';
import { patientDeadlines } from './sftp-practice.ts';

export interface CountingServer {
  readonly target: SftpTarget;
  /** What came, in order: `channel` and `open`, each with the number of its channel from 1. */
  readonly asked: readonly string[];
  /** So many channels have brought bytes. */
  writtenOver(): number;
  /** Finished files by name. */
  readonly files: ReadonlyMap<string, Buffer>;
  close(): Promise<void>;
}

const { STATUS_CODE } = ssh2.utils.sftp;

/**
 * An SFTP server that counts its channels. Bytes are acknowledged only when they have come over `lanes` channels, but for one piece once
 * the file has been opened on so many: whoever has a lane too few is never through.
 */
export async function startCountingSftp(lanes: number): Promise<CountingServer> {
  const host = makeSshKey('ed25519');
  const user = makeSshKey('ed25519');
  const asked: string[] = [];
  const written = new Set<number>();
  const content: { position: number; data: Buffer }[] = [];
  const files = new Map<string, Buffer>();
  const held: (() => void)[] = [];
  const look = () => {
    if (written.size >= lanes) while (held.length > 0) held.shift()?.();
  };
  const whole = () => {
    const bytes = Buffer.alloc(Math.max(0, ...content.map(({ position, data }) => position + data.length)));
    for (const { position, data } of content) data.copy(bytes, position);
    return bytes;
  };

  function serve(sftp: ssh2.SFTPWrapper, channel: number): void {
    sftp.on('OPEN', (id) => {
      asked.push(`open ${channel}`);
      sftp.handle(id, Buffer.from('file'));
      if (asked.filter((each) => each.startsWith('open')).length === lanes) held.shift()?.();
    });
    sftp.on('WRITE', (id, _handle, position, data) => {
      written.add(channel);
      content.push({ position, data: Buffer.from(data) });
      held.push(() => sftp.status(id, STATUS_CODE.OK));
      look();
    });
    sftp.on('FSTAT', (id) =>
      sftp.attrs(id, { mode: 0o100640, uid: 0, gid: 0, size: whole().length, atime: 0, mtime: 0 }),
    );
    sftp.on('CLOSE', (id) => sftp.status(id, STATUS_CODE.OK));
    sftp.on('RENAME', (id, _from, to) => {
      files.set(to, whole());
      sftp.status(id, STATUS_CODE.OK);
    });
  }

  const connections = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [host.private] }, (connection) => {
    let channels = 0;
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) => {
      channels += 1;
      const channel = channels;
      asked.push(`channel ${channel}`);
      accept().on('sftp', (open) => serve(open(), channel));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    target: {
      hosts: [{ host: '127.0.0.1', port: (server.address() as AddressInfo).port }],
      hostKeys: [fingerprintOf(Buffer.from(host.public.split(' ')[1] ?? '', 'base64'))],
      proxy: null,
      userName: 'anybody',
      privateKeys: [user.private],
      deadlines: patientDeadlines,
    },
    asked,
    writtenOver: () => written.size,
    files,
    close: () =>
      new Promise((resolve) => {
        for (const connection of connections) connection.end();
        server.close(() => resolve());
      }),
  };
}
