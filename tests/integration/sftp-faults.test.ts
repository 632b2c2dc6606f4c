import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEndpoint, FaultKind } from '../../main/practice/faults/fault.ts';
import { connectServer } from '../../main/transfer/connect/connect-server.ts';
import type { UploadOutcome } from '../../main/transfer/transfer.ts';
import { patientDeadlines, type SftpPractice, setUpSftpPractice, shortDeadlines } from '../helpers/sftp-practice.ts';
import { sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';

let practice: SftpPractice;

beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
beforeEach(() => practice.exchange.control.clearFaults());

/** A final name that was never used. */
const freshPath = () => `/SD1/outbox/${practice.freshName()}`;

async function uploadOnce(path: string, deadlines = shortDeadlines, readBack = false): Promise<UploadOutcome> {
  const connection = await connectServer({ ...practice.target, deadlines }, new AbortController().signal);
  if (!connection.ok) return { kind: 'not-arrived', error: connection.error };
  const outcome = await connection.value.upload(
    uploadOrder(sampleFile(practice.localFolder, 'sample', 40_000), path, { readBack }),
  );
  connection.value.close();
  return outcome;
}

const arrived = (path: string) => practice.exchange.control.files().some((file) => path.endsWith(file.fileName));
const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

const places: readonly FaultEndpoint[] = [
  'sftp/connect',
  'sftp/auth',
  'sftp/open',
  'sftp/write',
  'sftp/fsync',
  'sftp/close',
  'sftp/stat',
  'sftp/rename',
];
const ends: readonly Extract<FaultKind, 'reset' | 'fin' | 'black-hole' | 'channel-close' | 'half-open'>[] = [
  'reset',
  'fin',
  'black-hole',
  'channel-close',
  'half-open',
];

describe('nothing hangs', () => {
  it.each(places.flatMap((place) => ends.map((end) => [end, place] as const)))('%s at %s', async (end, place) => {
    const path = freshPath();
    practice.fault(place, { kind: end });
    const before = sockets();
    const limit = shortDeadlines.connect + shortDeadlines.operation + 1000;
    const outcome = await Promise.race([uploadOnce(path), sleep(limit, 'hangs' as const)]);
    // Only a rename without an answer leaves it open what became of the file.
    expect(outcome).toMatchObject({ kind: place === 'sftp/rename' ? 'uncertain' : 'not-arrived' });
    expect(outcome).toMatchObject({
      error: { code: expect.stringMatching(/^(unreachable|timed-out|sftp-connection-refused)$/) },
    });
    expect(arrived(path)).toBe(false);
    // The frozen half of the server stays, as that of a host without power does.
    await expect.poll(sockets).toBeLessThanOrEqual(before + (end === 'half-open' ? 1 : 0));
  });
});

describe('no false success', () => {
  it.each([
    ['sftp/write', 'refuse', 'sftp-refused'],
    ['sftp/fsync', 'refuse', 'sftp-refused'],
    ['sftp/close', 'refuse', 'sftp-refused'],
    ['sftp/rename', 'refuse', 'sftp-refused'],
    ['sftp/write', 'short', 'checksum-differs'],
    ['sftp/write', 'flip', 'checksum-differs'],
    ['sftp/stat', 'wrong-size', 'checksum-differs'],
  ] as const)('%s: %s is %s', async (place, kind, code) => {
    const path = freshPath();
    practice.fault(place, { kind });
    expect(await uploadOnce(path, patientDeadlines, true)).toMatchObject({ kind: 'not-arrived', error: { code } });
    expect(arrived(path)).toBe(false);
    // The line is whole again, and what the failure left behind is in nobody's way.
    expect(await uploadOnce(path, patientDeadlines, true)).toMatchObject({ kind: 'uploaded' });
    expect(arrived(path)).toBe(true);
  });

  it('tells the refusal of the exchange by its code', async () => {
    expect(await uploadOnce('/SD1/outbox/SD_09999_20260522.csv', patientDeadlines)).toMatchObject({
      kind: 'not-arrived',
      error: { code: 'refused-by-exchange', exchangeCode: 'P421' },
    });
  });
});
