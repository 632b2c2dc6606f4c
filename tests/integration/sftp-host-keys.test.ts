import { type AddressInfo, connect } from 'node:net';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { algorithms } from '../../main/transfer/connect/algorithms.ts';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import { createHostVerifier, type HostKeyJudge } from '../../main/transfer/connect/host-key.ts';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { type SshServer, startSshServer } from '../helpers/ssh-server.ts';

/* Whatever is wrong with a host key, the server must not have heard one request to authenticate. */
const other = `SHA256:${'A'.repeat(43)}`;
let practice: SftpPractice;
let server: SshServer | null = null;
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
afterEach(async () => {
  await server?.close();
  server = null;
});

async function errorOf(port: number, hostKeys: readonly string[]) {
  const target = { ...practice.target, hosts: [{ host: '127.0.0.1', port }], hostKeys };
  const connection = await connectServer(target, new AbortController().signal);
  if (connection.ok) connection.value.close();
  return connection.ok ? null : connection.error;
}

/** A server that offers only a key exchange of SHA-1. */
async function startWeakServer() {
  let authentications = 0;
  const server = new ssh2.Server(
    {
      hostKeys: [makeSshKey('ed25519').private],
      algorithms: { kex: ['diffie-hellman-group14-sha1'] },
    },
    (connection) => {
      connection.on('authentication', () => {
        authentications += 1;
      });
      connection.on('error', () => undefined);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: other,
    authentications: () => authentications,
    close: async () => void server.close(),
  };
}

describe('a host key is refused before authentication', () => {
  it.each([
    ['unknown', 'ed25519', 'host-key-differs', () => [other]],
    ['changed', 'ed25519', 'host-key-differs', () => [other, `SHA256:${'B'.repeat(43)}`]],
    ['of another type than the pinned one', 'ecdsa', 'host-key-differs', () => [other]],
    ['of RSA with 1024 bits, and pinned', 'rsa-1024', 'sftp-too-old', (shown: string) => [shown]],
    ['of SHA-1 only, and pinned', 'rsa', 'sftp-too-old', (shown: string) => [shown]],
    ['behind a key exchange of SHA-1, and pinned', 'weak', 'sftp-too-old', (shown: string) => [shown]],
    ['one character different', 'ed25519', 'host-key-differs', (shown: string) => [`${shown.slice(0, -1)}_`]],
    ['pinned as something that is no fingerprint', 'ed25519', 'host-key-differs', () => ['', 'SHA256:']],
    ['not pinned at all', 'ed25519', 'host-key-differs', () => []],
  ] as const)('%s', async (_, type, code, pinned) => {
    server = type === 'weak' ? await startWeakServer() : await startSshServer(type);
    expect(await errorOf(server.port, pinned(server.fingerprint))).toMatchObject({ code });
    expect(server.authentications()).toBe(0);
  });

  /** What a verifier of ssh2 may come up with beside a plain yes. */
  const judges: readonly (readonly [string, HostKeyJudge])[] = [
    [
      'that throws',
      () => {
        throw new Error('the judge is ill');
      },
    ],
    ['that is asynchronous', async () => true],
    ['that answers a truth that is no yes', () => 'yes'],
    ['that answers nothing', () => undefined],
  ];
  it.each(judges)('by a verifier %s', async (_, judge) => {
    server = await startSshServer();
    const client = new ssh2.Client();
    const refused = new Promise<string>((resolve) => client.on('error', (cause: Error) => resolve(cause.message)));
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    client.connect({
      sock: connect(server.port, '127.0.0.1'),
      username: 'somebody',
      password: 'never said',
      algorithms,
      hostVerifier: createHostVerifier([server.fingerprint], () => undefined, judge),
    });
    expect(await refused).toContain('Host denied');
    await closed;
    expect(server.authentications()).toBe(0);
  });

  it('and one that is known is not: the server is asked to authenticate', async () => {
    server = await startSshServer();
    expect(await errorOf(server.port, [other, server.fingerprint])).toMatchObject({ code: 'sftp-key-refused' });
    expect(server.authentications()).toBeGreaterThan(0);
  });

  it('both fingerprints of a changed key are shown, and the second facility is not tried', async () => {
    const hosts = [...practice.target.hosts, ...practice.target.hosts];
    const target = { ...practice.target, hosts, hostKeys: [other] };
    expect(await connectServer(target, new AbortController().signal)).toMatchObject({
      error: { details: { presented: practice.exchange.profile.sftp?.hostKeys[0], pinned: other } },
    });
  });
});
