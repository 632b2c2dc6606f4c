import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSshKey } from '../../main/practice/sftp/make-ssh-key.ts';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import type { SftpTarget } from '../../main/transfer/transfer.ts';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';

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
