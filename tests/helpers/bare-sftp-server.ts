import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { fingerprintOf } from '../../main/transfer/connect/host-key.ts';

export interface BareSftpServer {
  readonly port: number;
  readonly fingerprint: string;
  close(): Promise<void>;
}

const { STATUS_CODE } = ssh2.utils.sftp;

/**
 * An SSH server that lets every key in. `none`: it has no SFTP; `denied`: it has, without any extension, and lets nobody look at a
 * folder.
 */
export async function startBareSftp(kind: 'none' | 'denied'): Promise<BareSftpServer> {
  const host = makeSshKey('ed25519');
  const connections = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [host.private] }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => connections.delete(connection));
    connection.on('authentication', (context) => context.accept());
    connection.on('session', (accept) => {
      const session = accept();
      if (kind === 'none') return;
      session.on('sftp', (open) => {
        const sftp = open();
        for (const request of ['STAT', 'LSTAT'] as const) {
          sftp.on(request as 'STAT', (id: number) => sftp.status(id, STATUS_CODE.PERMISSION_DENIED));
        }
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: fingerprintOf(Buffer.from(host.public.split(' ')[1] ?? '', 'base64')),
    close: () =>
      new Promise((resolve) => {
        for (const connection of connections) connection.end();
        server.close(() => resolve());
      }),
  };
}
