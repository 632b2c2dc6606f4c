import { mkdirSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEndpoint, FaultKind } from '../../main/practice/faults/fault.ts';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import { startBareSftp } from '../helpers/bare-sftp-server.ts';
import { findings } from '../helpers/diagnostics-setup.ts';
import { startDnsServer } from '../helpers/dns-server.ts';
import { openLine } from '../helpers/line.ts';
import { hasOpenSsh, startOpenSsh } from '../helpers/openssh-server.ts';
import { SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import {
  allGood,
  beginSftpTest,
  failingAt,
  leftBehind,
  loginAs,
  type SftpTestChange,
  testFolders,
  testSftpOf,
} from '../helpers/sftp-test-setup.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

const other = `SHA256:${'A'.repeat(43)}`;
const cleanups: (() => Promise<unknown>)[] = [];

let practice: SftpPractice;
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
beforeEach(() => practice.exchange.control.clearFaults());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const test = (change?: SftpTestChange) => testSftpOf(practice, change);

/** A server that says it is SSH and then does what the test says. */
async function startBanner(then: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).write('SSH-2.0-other\r\n');
    socket.once('data', () => then(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<unknown>((resolve) => server.close(resolve));
  return { port: (server.address() as AddressInfo).port, close };
}

describe('the SFTP connection test', () => {
  it('goes through every stage, says what was agreed and offered, and leaves nothing behind', async () => {
    const { run, found, details } = await test();
    expect(found).toEqual(allGood);
    expect(run).toMatchObject({ outcome: 'passed', scope: 'sftp' });
    expect(run.endpoints).toHaveLength(1);
    expect(details('exchange')).toEqual({
      keyExchange: 'curve25519-sha256',
      hostKeyKind: 'ssh-ed25519',
      cipher: 'aes128-gcm@openssh.com',
    });
    expect(details('offers')).toMatchObject({ extensions: expect.stringContaining('fsync@openssh.com') });
    expect(details('offers').longestWrite).toBeGreaterThan(200_000);
    expect(details('folder')).toEqual({ foldersSeen: testFolders.join(', ') });
    expect(leftBehind(practice)).toEqual([]);
    expect(practice.exchange.control.files()).toEqual([]);
  });

  it.skipIf(!hasOpenSsh)('passes at OpenSSH (skipped without Debian package openssh-server)', async () => {
    const server = await startOpenSsh();
    cleanups.push(server.close);
    const { hosts, hostKeys, userName, privateKeys } = server.target;
    const { found, details } = await test({
      sftp: { ...hosts[0], hostKeys: [...hostKeys] },
      account: {
        ...loginAs(userName, ...privateKeys),
        uploadFolders: () => ({ kind: 'named', paths: [server.folder] }),
      },
      timeoutMs: 5_000,
    });
    expect(found).toEqual(allGood);
    expect(details('offers').extensions).toContain('limits@openssh.com');
    expect(readdirSync(server.folder)).toEqual([]);
  });

  it('tests the backup server beside the primary one, each to its own end', async () => {
    const { host, port } = practice.target.hosts[0] ?? { host: '', port: 0 };
    const { run, found } = await test({ sftp: { port: 9, backup: { host, port } } });
    expect(found).toEqual(failingAt('tcp failed refused'));
    expect(findings(run, 'ecp-sftp-backup')).toEqual(allGood);
    expect(run.outcome).toBe('failed');
  });
});

describe('a stage that fails', () => {
  it('name: the DNS does not know the server', async () => {
    const dns = await startDnsServer({});
    cleanups.push(dns.close);
    const { found } = await test({ sftp: { host: 'sftp.exchange.test' }, dns: dns.address });
    expect(found).toEqual(failingAt('name failed name-unknown'));
  });

  it('key exchange: handshake-cut', async () => {
    const { port, close } = await startBanner((socket) => socket.resetAndDestroy());
    cleanups.push(close);
    const { found } = await test({ sftp: { port } });
    expect(found).toEqual(failingAt('exchange failed handshake-cut'));
  });

  it('key exchange: methods of SHA-1 only', async () => {
    const ssh = await startSshServer('rsa');
    cleanups.push(ssh.close);
    const { found } = await test({ sftp: { port: ssh.port, hostKeys: [ssh.fingerprint] } });
    expect(found).toEqual(failingAt('exchange failed ssh-too-old'));
    expect(ssh.authentications()).toBe(0);
  });

  it('host key: another one is shown beside the pinned one, and nobody is named', async () => {
    const ssh = await startSshServer();
    cleanups.push(ssh.close);
    const { found, details } = await test({ sftp: { port: ssh.port, hostKeys: [other] } });
    expect(found).toEqual(failingAt('identity failed host-key-differs'));
    expect(details('identity')).toEqual({ fingerprint: ssh.fingerprint, pinned: other });
    expect(ssh.authentications()).toBe(0);
  });

  it('log-in: a key that is not registered is told by its fingerprint, also beside one that is', async () => {
    const { private: stranger } = makeSshKey('ed25519');
    const refused = await test({ account: loginAs(SFTP_USER, stranger) });
    expect(refused.found).toEqual(failingAt('login failed key-not-registered'));
    const fingerprint = refused.details('login').keysRefused;
    expect(fingerprint).toMatch(/^SHA256:/);
    for (const keys of [
      [stranger, practice.privateKey],
      [practice.privateKey, stranger],
    ]) {
      const mixed = await test({ account: loginAs(SFTP_USER, ...keys) });
      expect(mixed.found).toEqual(allGood.with(6, 'login passed some-keys-refused'));
      expect(mixed.details('login')).toEqual({
        keysKnown: expect.stringMatching(/^SHA256:\S+$/),
        keysRefused: fingerprint,
      });
    }
  });

  it('log-in: an address that is not registered is told apart', async () => {
    const run = await beginSftpTest(practice, { account: loginAs('sftp@firm.example', practice.privateKey) }).report;
    expect(findings(run, 'ecp-sftp')).toEqual(failingAt('login failed address-not-registered'));
  });

  it.each([
    ['sftp-key-missing', 'no-key'],
    ['sftp-key-expired', 'keys-expired'],
    ['keychain-unavailable', 'keychain-closed'],
  ] as const)('log-in: %s on this PC is %s', async (code, reason) => {
    const { found } = await test({ account: { identity: async () => err(appError(code)) } });
    expect(found).toEqual(failingAt(`login failed ${reason}`));
  });

  it('offers: a server without SFTP; one without extensions that lets nobody look', async () => {
    const [none, denied] = [await startBareSftp('none'), await startBareSftp('denied')];
    cleanups.push(none.close, denied.close);
    const without = await test({ sftp: { port: none.port, hostKeys: [none.fingerprint] } });
    expect(without.found).toEqual(failingAt('offers failed no-sftp'));
    const bare = await test({ sftp: { port: denied.port, hostKeys: [denied.fingerprint] } });
    expect(bare.found).toEqual(failingAt('folder failed folder-denied').with(7, 'offers passed offers-few'));
    expect(bare.details('offers')).toEqual({ extensions: '–', longestWrite: 31_952 });
    expect(bare.details('folder')).toEqual({ foldersDenied: testFolders.join(', ') });
  });

  it('folder: one that is missing is named; those that are there are written to', async () => {
    const paths = ['/SD1/outbox', '/SD1/inbox-of-nobody'];
    const { found, details } = await test({ account: { uploadFolders: () => ({ kind: 'named', paths }) } });
    expect(found).toEqual(allGood.with(8, 'folder failed folder-missing'));
    expect(details('folder')).toEqual({ foldersSeen: '/SD1/outbox', foldersMissing: '/SD1/inbox-of-nobody' });
  });

  const spoilt: readonly (readonly [FaultEndpoint, FaultKind, string])[] = [
    ['sftp/connect', 'fin', 'answer failed answer-cut'],
    ['sftp/auth', 'refuse', 'login failed key-not-registered'],
    ['sftp/auth', 'reset', 'login failed login-cut'],
    ['sftp/stat', 'refuse', 'folder failed folder-denied'],
    ['sftp/stat', 'reset', 'folder failed sftp-cut'],
    ['sftp/stat', 'channel-close', 'folder failed sftp-cut'],
    ['sftp/open', 'refuse', 'write failed write-refused'],
    ['sftp/write', 'refuse', 'write failed write-refused'],
    ['sftp/fsync', 'refuse', 'write failed write-refused'],
    ['sftp/close', 'refuse', 'write failed write-refused'],
    ['sftp/read', 'refuse', 'write failed write-refused'],
    ['sftp/write', 'flip', 'write failed write-differs'],
    ['sftp/write', 'short', 'write failed write-differs'],
    ['sftp/close', 'fin', 'write failed sftp-cut'],
  ];
  it.each(spoilt)('%s: %s', async (endpoint, kind, line) => {
    practice.exchange.control.addFault({ endpoint, fault: { kind } as never });
    expect((await test()).found).toEqual(failingAt(line));
    expect(practice.exchange.control.files()).toEqual([]);
    if (!line.includes('sftp-cut')) await expect.poll(() => leftBehind(practice)).toEqual([]);
  });
});

/* Each waits for its deadline, so they wait side by side, each at an exchange of its own. */
describe.concurrent('a server that falls silent', () => {
  it.each<readonly [FaultEndpoint, 'black-hole' | 'half-open', string]>([
    ['sftp/connect', 'black-hole', 'answer failed answer-silent'],
    ['sftp/auth', 'black-hole', 'login failed login-silent'],
    ['sftp/stat', 'black-hole', 'folder failed sftp-silent'],
    ['sftp/write', 'half-open', 'write failed sftp-silent'],
  ])('%s: %s', async (endpoint, kind, line) => {
    const own = await setUpSftpPractice();
    own.fault(endpoint, { kind });
    expect((await testSftpOf(own)).found).toEqual(failingAt(line));
    expect(own.exchange.control.files()).toEqual([]);
    await own.close();
  });

  it('key exchange: handshake-silent', async () => {
    const { port, close } = await startBanner((socket) => socket.resume());
    const { found } = await test({ sftp: { port } });
    expect(found).toEqual(failingAt('exchange failed handshake-silent'));
    await close();
  });
});

describe('what is not tried', () => {
  it('writing, where a name counts from its first byte', async () => {
    const { found } = await test({ account: { rename: false } });
    expect(found).toEqual(allGood.with(9, 'write skipped write-not-tried'));
  });

  it.each([
    ['unknown', 'folders-unknown'],
    ['none', 'no-upload-folder'],
  ] as const)('folders that are %s', async (kind, reason) => {
    const { run, found } = await test({ account: { uploadFolders: () => ({ kind }) } });
    expect(found.slice(8)).toEqual([`folder skipped ${reason}`, 'write skipped no-folder-to-write']);
    expect(run.outcome).toBe('passed');
  });
});

describe('a cancel', () => {
  it('ends the test at once and closes its connections', async () => {
    practice.fault('sftp/write', { kind: 'black-hole' });
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = sockets();
    const isWriting = Promise.withResolvers<void>();
    const running = beginSftpTest(practice, { timeoutMs: 60_000 }, ({ endpoints }) => {
      if (endpoints[0]?.stages.at(-1)?.outcome === 'running') isWriting.resolve();
    });
    await isWriting.promise;
    running.cancel();
    const run = await running.report;
    expect(findings(run, 'ecp-sftp')).toEqual(allGood.with(9, 'write cancelled cancelled'));
    expect(run.outcome).toBe('cancelled');
    await expect.poll(sockets).toBeLessThanOrEqual(before);
  });

  it.skipIf(!hasOpenSsh)(
    'at any moment of the writing leaves no file behind (skipped without openssh-server)',
    async () => {
      const server = await startOpenSsh();
      const { hosts, hostKeys, userName, privateKeys } = server.target;
      const line = await openLine({ to: hosts[0] ?? { host: '', port: 0 }, delayMs: 20 });
      cleanups.push(line.close, server.close);
      // Six questions at 40 ms each.
      const cancelAfter = async (moment: number): Promise<void> => {
        const folder = path.join(server.folder, String(moment));
        mkdirSync(folder);
        const isWriting = Promise.withResolvers<void>();
        const running = beginSftpTest(
          practice,
          {
            sftp: { port: line.port, hostKeys: [...hostKeys] },
            account: {
              ...loginAs(userName, ...privateKeys),
              uploadFolders: () => ({ kind: 'named', paths: [folder] }),
            },
            timeoutMs: 20_000,
          },
          ({ endpoints }) => {
            if (endpoints[0]?.stages.at(-1)?.outcome === 'running') isWriting.resolve();
          },
        );
        await isWriting.promise;
        await sleep(moment);
        running.cancel();
        await running.report;
        await expect.poll(() => readdirSync(folder)).toEqual([]);
      };
      await Promise.all([0, 30, 60, 90, 120, 150, 180, 210].map(cancelAfter));
    },
  );
});
