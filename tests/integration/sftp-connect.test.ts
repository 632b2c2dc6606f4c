import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { connectServer } from '../../main/transfer/connect-server.ts';
import type { SftpTarget } from '../../main/transfer/transfer.ts';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

let practice: SftpPractice;
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());

async function errorOf(target: SftpTarget): Promise<string> {
  const connection = await connectServer(target, new AbortController().signal);
  if (connection.ok) connection.value.close();
  return connection.ok ? 'connected' : connection.error.code;
}

const other = `SHA256:${'A'.repeat(43)}`;

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

describe('host keys', () => {
  it.each([
    ['unknown', 'ed25519', 'host-key-differs', () => [other]],
    ['changed', 'ed25519', 'host-key-differs', () => [other, `SHA256:${'B'.repeat(43)}`]],
    ['one character different', 'ed25519', 'host-key-differs', (shown: string) => [`${shown.slice(0, -1)}_`]],
    ['pinned as something that is no fingerprint', 'ed25519', 'host-key-differs', () => ['', 'SHA256:']],
    ['not pinned at all', 'ed25519', 'host-key-differs', () => []],
    ['of SHA-1 only, and pinned', 'rsa', 'sftp-too-old', (shown: string) => [shown]],
    ['behind a key exchange of SHA-1', 'weak', 'sftp-too-old', (shown: string) => [shown]],
  ] as const)('refuses before authentication a key that is %s', async (_, type, code, pinned) => {
    const server = type === 'weak' ? await startWeakServer() : await startSshServer(type);
    const hosts = [{ host: '127.0.0.1', port: server.port }];
    expect(await errorOf({ ...practice.target, hosts, hostKeys: pinned(server.fingerprint) })).toBe(code);
    expect(server.authentications()).toBe(0);
    await server.close();
  });

  it('shows both fingerprints of a changed key, and does not try the second facility', async () => {
    const hosts = [...practice.target.hosts, ...practice.target.hosts];
    const connection = await connectServer(
      { ...practice.target, hosts, hostKeys: [other] },
      new AbortController().signal,
    );
    expect(connection).toMatchObject({
      error: { details: { presented: practice.exchange.profile.sftp?.hostKeys[0], pinned: other } },
    });
  });
});

describe('who is let in', () => {
  it('takes an older key when the newer one is not registered yet', async () => {
    const { private: unregistered } = makeSshKey('ed25519');
    const { target } = practice;
    expect(await errorOf({ ...target, privateKeys: [unregistered] })).toBe('sftp-key-refused');
    expect(await errorOf({ ...target, privateKeys: [unregistered, ...target.privateKeys] })).toBe('connected');
  });

  it('says that it is the address when the address is not registered', async () => {
    expect(await errorOf({ ...practice.target, userName: 'sftp@firm.example' })).toBe('sftp-connection-refused');
  });

  it('ends when it is broken off', async () => {
    const signal = AbortSignal.abort();
    expect(await connectServer(practice.target, signal)).toMatchObject({ error: { code: 'cancelled' } });
  });
});
