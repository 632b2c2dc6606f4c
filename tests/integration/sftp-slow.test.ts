import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SftpPractice, setUpSftpPractice } from '../helpers/sftp-practice.ts';
import { connected, sampleFile, uploadOrder } from '../helpers/sftp-upload.ts';

/* A server that is slow, and answers all the same. */
let practice: SftpPractice;
beforeAll(async () => {
  practice = await setUpSftpPractice();
});
afterAll(() => practice.close());
beforeEach(() => practice.exchange.control.clearFaults());

const PATIENT = { connect: 5_000, operation: 5_000, slow: 5_000 };
const freshPath = () => `/SD1/outbox/${practice.freshName()}`;
const arrived = (path: string) => practice.exchange.control.files().some((file) => path.endsWith(file.fileName));

it('may take many deadlines for a file of many pieces, as long as it answers', async () => {
  const deadlines = { connect: 5_000, operation: 1_000, slow: 1_000 };
  const connection = await connected({ ...practice.target, deadlines });
  practice.exchange.control.addFault({ endpoint: 'sftp/write', fault: { kind: 'slow', milliseconds: 350 }, count: 40 });
  const finalPath = freshPath();
  const sample = sampleFile(practice.localFolder, 'many pieces', 3_000_000);
  expect(await connection.upload(uploadOrder(sample, finalPath, { readBack: true }))).toMatchObject({
    kind: 'uploaded',
  });
  connection.close();
});

it('may take long for an fsync: what waits behind it is not late', async () => {
  const deadlines = { connect: 5_000, operation: 700, slow: 10_000 };
  const connection = await connected({ ...practice.target, deadlines });
  practice.fault('sftp/fsync', { kind: 'slow', milliseconds: 2_000 });
  const finalPath = freshPath();
  const sample = sampleFile(practice.localFolder, 'fsync', 40_000);
  const uploading = connection.upload(uploadOrder(sample, finalPath));
  await sleep(100);
  expect(await connection.look('/SD1/outbox/none.csv')).toMatchObject({ ok: true });
  expect(await uploading).toMatchObject({ kind: 'uploaded' });
  expect(arrived(finalPath)).toBe(true);
  connection.close();
});

it('has its answer to a rename waited for, although the file is broken off meanwhile', async () => {
  const connection = await connected({ ...practice.target, deadlines: PATIENT });
  practice.fault('sftp/rename', { kind: 'slow', milliseconds: 700 });
  const finalPath = freshPath();
  const sample = sampleFile(practice.localFolder, 'rename', 40_000);
  const leaving = new AbortController();
  const outcome = await connection.upload(
    uploadOrder(sample, finalPath, {
      signal: leaving.signal,
      onStep: (step) => {
        if (step === 'sftp-renamed:before') setTimeout(() => leaving.abort(), 100);
      },
    }),
  );
  expect(outcome).toMatchObject({ kind: 'uploaded' });
  expect(arrived(finalPath)).toBe(true);
  connection.close();
});

it('notices the end of the line while it waits for its share of the speed limit', async () => {
  const connection = await connected({ ...practice.target, deadlines: PATIENT });
  const waiting = Promise.withResolvers<void>();
  const pace = (_bytes: number, signal: AbortSignal) => {
    waiting.resolve();
    return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  };
  const sample = sampleFile(practice.localFolder, 'paced', 40_000);
  const uploading = connection.upload(uploadOrder(sample, freshPath(), { pace }));
  await waiting.promise;
  connection.close();
  expect(await uploading).toMatchObject({ kind: 'not-arrived', error: { code: 'unreachable' } });
});

const OPEN_FILES = '/proc/self/fd';

/** The practice exchange runs in this process: how many handles of files with this in their names it holds open. */
function openHandles(name: string): number {
  return readdirSync(OPEN_FILES).filter((each) => {
    try {
      return path.basename(readlinkSync(path.join(OPEN_FILES, each))).includes(name);
    } catch {
      return false;
    }
  }).length;
}

describe.skipIf(!existsSync(OPEN_FILES))(
  'what is broken off on a connection that lives on (skipped without /proc)',
  () => {
    it('leaves no handle open at the server, not even one that comes late', async () => {
      const connection = await connected({ ...practice.target, deadlines: PATIENT });
      practice.fault('sftp/open', { kind: 'slow', milliseconds: 300 });
      const finalPath = freshPath();
      const leaving = new AbortController();
      const sample = sampleFile(practice.localFolder, 'handle', 40_000);
      setTimeout(() => leaving.abort(), 100);
      expect(await connection.upload(uploadOrder(sample, finalPath, { signal: leaving.signal }))).toMatchObject({
        kind: 'not-arrived',
        error: { code: 'cancelled' },
      });
      // In a channel nothing overtakes: by then the late handle has come.
      expect(await connection.look(finalPath)).toMatchObject({ ok: true });
      await expect.poll(() => openHandles(path.posix.basename(finalPath))).toBe(0);
      expect(connection.isOpen()).toBe(true);
      connection.close();
    });

    it('writes nothing more to a final name once that was told', async () => {
      const connection = await connected({ ...practice.target, deadlines: PATIENT });
      practice.fault('sftp/write', { kind: 'slow', milliseconds: 500 });
      const finalPath = freshPath();
      const leaving = new AbortController();
      const sample = sampleFile(practice.localFolder, 'late pieces', 2_000_000);
      const onStep = (step: string) => {
        if (step === 'bytes:5') leaving.abort();
      };
      const order = uploadOrder(sample, finalPath, { temporaryPath: null, onStep, signal: leaving.signal });
      expect(await connection.upload(order)).toMatchObject({ kind: 'uncertain' });
      expect(openHandles(path.posix.basename(finalPath))).toBe(0);
      connection.close();
    });
  },
);
