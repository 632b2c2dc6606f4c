import { createHash, type Hash } from 'node:crypto';
import { constants, type FileHandle, open, readFile, rm } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { appError } from '../../../shared/contract/errors.ts';
import type { DownloadOrder } from '../transfer.ts';
import { TransferFailure } from '../transfer-failure.ts';

const MODE = 0o640;
const STEP = 1024 * 1024;
/** Of what is there already, so much is asked for again as a proof that the server still has the same file. */
const PROOF_BYTES = 64 * 1024;

/** What an unfinished file was known to hold when this was written: of which remote file, how many bytes, with which hash. */
const recordSchema = z.strictObject({
  path: z.string(),
  size: z.number().int().nonnegative(),
  modifiedAt: z.number().int(),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** `UNKNOWN`: Windows has errors that have no name here, on shares above all. */
const codeSchema = z.object({ code: z.string().regex(/^(E[A-Z0-9]{1,30}|UNKNOWN)$/) });
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Runs work on local files; what the file system refuses is `disk-full` or `local-folder-unusable`, anything else is thrown on. */
export async function onThisPc<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = codeSchema.safeParse(cause).data?.code;
    if (reason === undefined) throw cause;
    if (noRoom.has(reason)) throw new TransferFailure(appError('disk-full', { retry: 'now' }));
    throw new TransferFailure(appError('local-folder-unusable', { retry: 'now', details: { reason } }));
  }
}

/** An unfinished file, open, and what is in it. */
export interface PartFile {
  readonly file: FileHandle;
  readonly from: number;
  readonly hash: Hash;
}

const recordOf = (partFile: string) => `${partFile}.json`;

/** Removes an unfinished file and what was written down of it, that first: a record without its file tells of one that was delivered. */
export async function discardPart(partFile: string): Promise<void> {
  await rm(recordOf(partFile), { force: true });
  await rm(partFile, { force: true });
}

/** Writes down what is in the file. Not made durable: a record that is older or newer than the bytes only costs the resumption. */
export async function recordPart(order: DownloadOrder, bytes: number, hash: Hash): Promise<void> {
  if (bytes === 0) return;
  const { path, size, modifiedAt, partFile } = order;
  const record = { path, size, modifiedAt, bytes, sha256: hash.copy().digest('hex') };
  await writeFileAtomic(recordOf(partFile), JSON.stringify(record), { mode: MODE, fsync: false });
}

async function readRecord({ path, size, modifiedAt, partFile }: DownloadOrder) {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(recordOf(partFile), 'utf8')));
    const isOfThis = record.path === path && record.size === size && record.modifiedAt === modifiedAt;
    return isOfThis && record.bytes <= size ? record : null;
  } catch {
    // none, or one that was cut: the file is fetched anew
    return null;
  }
}

async function hashOf(file: FileHandle, bytes: number, signal: AbortSignal): Promise<Hash | null> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(STEP, bytes));
  for (let position = 0; position < bytes; ) {
    if (signal.aborted) throw new TransferFailure(appError('cancelled', { retry: 'now' }));
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - position), position);
    if (bytesRead === 0) return null;
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
  return hash;
}

/** Reads a part of the remote file again. */
type ReadAgain = (range: { readonly from: number; readonly to: number }) => Promise<Buffer>;

async function usableRest(file: FileHandle, order: DownloadOrder, readAgain: ReadAgain): Promise<PartFile | null> {
  const record = await readRecord(order);
  const stats = await file.stat();
  // A second name means that these bytes have been delivered: nothing may be written to them.
  if (!record || !stats.isFile() || stats.nlink > 1 || stats.size < record.bytes) return null;
  const { bytes } = record;
  const hash = await hashOf(file, bytes, order.signal);
  if (hash?.copy().digest('hex') !== record.sha256) return null;
  const from = Math.max(0, bytes - PROOF_BYTES);
  const mine = Buffer.alloc(bytes - from);
  await file.read(mine, 0, mine.length, from);
  if (!(await readAgain({ from, to: bytes })).equals(mine)) return null;
  await file.truncate(bytes);
  return { file, from: bytes, hash };
}

async function openLeft(partFile: string): Promise<FileHandle | null> {
  try {
    // Windows has no O_NOFOLLOW, and needs a right for symbolic links.
    return await open(partFile, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
  } catch {
    // none, or something that is none of ours: what follows makes a new one
    return null;
  }
}

/**
 * Opens the part file. One that an earlier attempt left is gone on with only when it is proved: recorded for the same remote file with
 * the same size and time, its bytes hash to what was recorded, and the last of them are the server's when they are asked for again.
 * Otherwise it is removed and a new one is made, exclusively.
 */
export async function openPart(order: DownloadOrder, readAgain: ReadAgain): Promise<PartFile> {
  const { partFile } = order;
  const left = await openLeft(partFile);
  if (left) {
    const rest = await usableRest(left, order, readAgain).catch(async (cause: unknown) => {
      await left.close();
      throw cause;
    });
    if (rest) return rest;
    await left.close();
  }
  await discardPart(partFile);
  return { file: await open(partFile, 'wx+', MODE), from: 0, hash: createHash('sha256') };
}
