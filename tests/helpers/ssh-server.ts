import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';

export interface SshServer {
  readonly port: number;
  /** As `ssh-keygen -l` shows it. */
  readonly fingerprint: string;
  /** How often somebody began to authenticate. */
  authentications(): number;
  close(): Promise<void>;
}

type KeyType = 'ed25519' | 'ecdsa' | 'rsa' | 'rsa-1024';

function makeHostKey(type: KeyType) {
  if (type === 'rsa') return ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 });
  return type === 'rsa-1024' ? ssh2.utils.generateKeyPairSync('rsa', { bits: 1024 }) : makeSshKey(type);
}

/** Starts an SSH server with a new host key; `rsa` is offered as `ssh-rsa` (SHA-1) only. */
export async function startSshServer(type: KeyType = 'ed25519'): Promise<SshServer> {
  const key = makeHostKey(type);
  let authentications = 0;
  const connections = new Set<ssh2.Connection>();
  const server = new ssh2.Server(
    {
      hostKeys: [key.private],
      ...(type === 'rsa' && { algorithms: { serverHostKey: ['ssh-rsa'] } }),
    },
    (connection) => {
      connections.add(connection);
      connection.on('authentication', (context) => {
        authentications += 1;
        context.reject();
      });
      // Hanging up before the authentication is what the check does.
      connection.on('error', () => undefined);
      connection.on('close', () => connections.delete(connection));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const blob = Buffer.from(key.public.split(' ')[1] ?? '', 'base64');
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
    authentications: () => authentications,
    close: () =>
      new Promise((resolve) => {
        for (const connection of connections) connection.end();
        server.close(() => resolve());
      }),
  };
}
