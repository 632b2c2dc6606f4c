import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEndpoint, FaultKind } from '../../main/practice/faults/fault.ts';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { beginSftpTest } from '../helpers/sftp-test-setup.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';
import { good } from '../helpers/submission-setup.ts';

/* Deadlines of ten minutes: a timer that is forgotten would be seen, as a socket is. */
const deadlines = { connect: 600_000, operation: 600_000, slow: 600_000 };
let practice: SftpPractice;
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
beforeEach(() => practice.exchange.control.clearFaults());

const count = (wanted: string) => process.getActiveResourcesInfo().filter((kind) => kind === wanted).length;
/** The test's own waiting needs a timer or two. */
const OF_THE_TEST = 2;

async function expectNothingLeft(before: { readonly sockets: number; readonly timers: number }): Promise<void> {
  await expect.poll(() => count('TCPSocketWrap')).toBeLessThanOrEqual(before.sockets);
  await expect.poll(() => count('Timeout')).toBeLessThanOrEqual(before.timers + OF_THE_TEST);
}

const now = () => ({ sockets: count('TCPSocketWrap'), timers: count('Timeout') });

async function uploadOnce(signal: AbortSignal): Promise<string> {
  const connection = await connectServer({ ...practice.target, deadlines }, signal);
  if (!connection.ok) return connection.error.code;
  const sample = sampleFile(practice.localFolder, 'sample', 40_000);
  const order = uploadOrder(sample, `/SD1/outbox/${practice.freshName()}`, { readBack: true, signal });
  const leave = () => connection.value.close();
  signal.addEventListener('abort', leave, { once: true });
  const { kind } = await connection.value.upload(order);
  connection.value.close();
  return kind;
}

const places: readonly FaultEndpoint[] = [
  'sftp/connect',
  'sftp/auth',
  'sftp/open',
  'sftp/write',
  'sftp/fsync',
  'sftp/close',
  'sftp/stat',
  'sftp/read',
  'sftp/rename',
];

describe('no socket and no timer is left', () => {
  it.each<FaultKind>(['reset', 'fin', 'channel-close'])('by uploads that end by %s at every step', async (kind) => {
    const before = now();
    for (const endpoint of places) {
      practice.fault(endpoint, { kind } as never);
      expect(await uploadOnce(new AbortController().signal)).not.toBe('uploaded');
    }
    await expectNothingLeft(before);
  });

  it('by uploads that are broken off while the server says nothing', async () => {
    const before = now();
    for (const endpoint of places) {
      practice.fault(endpoint, { kind: 'black-hole' });
      const leaving = new AbortController();
      const uploading = uploadOnce(leaving.signal);
      await expect.poll(() => practice.exchange.control.listFaults()).toEqual([]);
      leaving.abort();
      expect(await uploading).not.toBe('uploaded');
    }
    await expectNothingLeft(before);
  });

  it('by a download that is broken off while its pieces wait for their turn', async () => {
    const before = now();
    const connection = await connected({ ...practice.target, deadlines });
    const remote = `/SD1/outbox/${practice.freshName()}`;
    const sample = sampleFile(practice.localFolder, 'paced', 2_000_000);
    expect(await connection.upload(uploadOrder(sample, remote))).toMatchObject({ kind: 'uploaded' });
    const folder = path.posix.dirname(remote);
    const entry = good(await connection.list(folder)).entries.find(({ name }) => remote.endsWith(name));
    if (!entry) throw new Error('it was sent');
    const leaving = new AbortController();
    const waiting = Promise.withResolvers<void>();
    const downloading = connection.download({
      path: remote,
      ...entry,
      partFile: path.join(practice.localFolder, 'paced.part'),
      readTwice: false,
      pace(_bytes, signal) {
        waiting.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
      onProgress: () => undefined,
      onStep: () => undefined,
      signal: leaving.signal,
    });
    practice.fault('sftp/read', { kind: 'black-hole' });
    await waiting.promise;
    leaving.abort();
    expect(await downloading).toMatchObject({ error: { code: 'cancelled' } });
    // Nothing more was asked for.
    expect(practice.exchange.control.listFaults()).toHaveLength(1);
    connection.close();
    await expectNothingLeft(before);
  });

  it('by uploads that arrive', async () => {
    const before = now();
    for (let round = 0; round < 10; round += 1) expect(await uploadOnce(new AbortController().signal)).toBe('uploaded');
    await expectNothingLeft(before);
  });

  it('by connection tests, whole, cut and cancelled', async () => {
    const before = now();
    const timeoutMs = 2_000;
    await beginSftpTest(practice, { timeoutMs }).report;
    for (const endpoint of places) {
      practice.fault(endpoint, { kind: 'reset' });
      await beginSftpTest(practice, { timeoutMs }).report;
    }
    practice.exchange.control.clearFaults();
    practice.fault('sftp/write', { kind: 'black-hole' });
    const running = beginSftpTest(practice, { timeoutMs });
    await expect.poll(() => practice.exchange.control.listFaults()).toEqual([]);
    running.cancel();
    await running.report;
    await expectNothingLeft(before);
  });
});
