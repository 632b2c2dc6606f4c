import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { hasOpenSsh, startOpenSsh } from '../helpers/openssh-server.ts';
import { SFTP_USER, type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { allGood, failingAt, loginAs, testSftpOf } from '../helpers/sftp-test-setup.ts';

/* Every key of this PC is told apart, of whatever kind it is and however many there are. */
let practice: SftpPractice;
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());

const stranger = () => makeSshKey('ed25519').private;
const someRefused = allGood.with(6, 'login passed some-keys-refused');

describe('the keys that the SFTP connection test offers', () => {
  it.each([
    ['RSA', () => ssh2.utils.generateKeyPairSync('rsa', { bits: 3072 })],
    ['ECDSA', () => makeSshKey('ecdsa')],
  ] as const)('%s is known once it is registered, and not before', async (_, make) => {
    const { private: own, public: line } = make();
    const refused = await testSftpOf(practice, { account: loginAs(SFTP_USER, own) });
    expect(refused.found).toEqual(failingAt('login failed key-not-registered'));
    practice.exchange.control.registerSftpKey(SFTP_USER, line);
    const known = await testSftpOf(practice, { account: loginAs(SFTP_USER, own) });
    expect(known.found).toEqual(allGood);
    expect(known.details('login').keysKnown).toBe(refused.details('login').keysRefused);
  });

  it.skipIf(!hasOpenSsh)('four keys of which OpenSSH knows the last (skipped without openssh-server)', async () => {
    const server = await startOpenSsh();
    const { hosts, hostKeys, userName, privateKeys } = server.target;
    const tested = await testSftpOf(practice, {
      sftp: { ...hosts[0], hostKeys: [...hostKeys] },
      account: {
        ...loginAs(userName, stranger(), stranger(), stranger(), ...privateKeys),
        uploadFolders: () => ({ kind: 'named', paths: [server.folder] }),
      },
      timeoutMs: 10_000,
    });
    expect(tested.found).toEqual(someRefused);
    expect(String(tested.details('login').keysRefused).split(', ')).toHaveLength(3);
    const none = await testSftpOf(practice, {
      sftp: { ...hosts[0], hostKeys: [...hostKeys] },
      account: loginAs(userName, stranger(), stranger(), stranger(), stranger()),
      timeoutMs: 10_000,
    });
    expect(none.found).toEqual(failingAt('login failed key-not-registered'));
    expect(String(none.details('login').keysRefused).split(', ')).toHaveLength(4);
    await server.close();
  });
});
