import { KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { makeSshKey } from '../../../../../main/practice/sftp/make-ssh-key.ts';
import { algorithms } from '../../../../../main/transfer/connect/algorithms.ts';
import { prepareCipherKeys } from '../../../../../main/transfer/connect/prepare-cipher-keys.ts';

test('finds the keys of both directions in the ssh2 of this version', async () => {
  const server = new ssh2.Server({ hostKeys: [makeSshKey('ed25519').private] }, (connection) => {
    connection.on('authentication', (context) => context.accept());
    connection.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as { port: number };
  const client = new ssh2.Client();
  try {
    await new Promise<void>((resolve, reject) => {
      client.on('handshake', () => prepareCipherKeys(client));
      client.on('ready', () => resolve()).on('error', reject);
      client.connect({ host: '127.0.0.1', port, username: 'a', hostVerifier: () => true, algorithms });
    });
    const protocol = Reflect.get(client, '_protocol');
    expect(Reflect.get(protocol, '_cipher')._encKey).toBeInstanceOf(KeyObject);
    expect(Reflect.get(protocol, '_decipher')._decipherKey).toBeInstanceOf(KeyObject);
  } finally {
    client.end();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

test('leaves alone what it does not know', () => {
  const client = new ssh2.Client();
  expect(() => prepareCipherKeys(client)).not.toThrow();
});
