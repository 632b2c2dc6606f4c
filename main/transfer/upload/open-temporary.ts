import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { appError } from '../../../shared/contract/errors.ts';
import { hashRemote } from '../files/hash-remote.ts';
import { lookAt } from '../files/look-at.ts';
import { removeFile } from '../files/remove-file.ts';
import { ask, Refusal, type Session } from '../session.ts';
import type { UploadOrder } from '../transfer.ts';
import { TransferFailure } from '../transfer-failure.ts';
import { isOwnStump } from './own-stump.ts';
import { hashPrefix } from './write-window.ts';

const MODE = 0o640;
/** More than may be under way: below it no piece can be missing from what an earlier attempt left. */
const HOLES = 40 * 1024 * 1024;

/** The remote file to write to, and where to go on. */
export interface OpenedFile {
  readonly handle: Buffer;
  readonly from: number;
  readonly hash: Hash;
}

function open(session: Session, path: string, flags: 'r+' | 'wx' | 'w'): Promise<Buffer> {
  return ask<Buffer>(session, 'open', (sftp, done) =>
    flags === 'r+' ? sftp.open(path, flags, done) : sftp.open(path, flags, { mode: MODE }, done),
  );
}

/** How much of what an earlier attempt left is a prefix of the file; null: nothing that can be used. */
async function usablePrefix(session: Session, path: string, source: FileHandle): Promise<OpenedFile | null> {
  const left = await lookAt(session, path);
  const { size } = await source.stat();
  if (!left || left.size > size) return null;
  for (const length of [left.size, left.size - HOLES]) {
    if (length <= 0) continue;
    const hash = await hashPrefix(source, length);
    if (hash.copy().digest('hex') === (await hashRemote(session, path, length))) {
      return { handle: await open(session, path, 'r+'), from: length, hash };
    }
  }
  return null;
}

/**
 * Creates the file under its temporary name, exclusively. One that an earlier attempt of the same submission left is gone on with, but
 * only after its content has been read back and hashed; otherwise it is removed.
 */
export async function openTemporary(session: Session, path: string, source: FileHandle): Promise<OpenedFile> {
  const anew = async () => ({ handle: await open(session, path, 'wx'), from: 0, hash: createHash('sha256') });
  try {
    return await anew();
  } catch (cause) {
    if (!(cause instanceof Refusal) || (await lookAt(session, path)) === null) throw cause;
    const rest = await usablePrefix(session, path, source);
    if (rest) return rest;
    await removeFile(session, path);
    return anew();
  }
}

/**
 * Creates (or, where that was agreed, replaces) a file under its final name: for servers that allow no rename. What an earlier attempt at
 * it left there is begun anew, but only when there is nothing in it but the file's own bytes. Null: the whole file is there already.
 */
export async function openFinal(session: Session, source: FileHandle, order: UploadOrder): Promise<OpenedFile | null> {
  const { finalPath: path, replace, mayHaveLeft = false } = order;
  const opened = async (flags: 'wx' | 'w') => ({
    handle: await open(session, path, flags),
    from: 0,
    hash: createHash('sha256'),
  });
  try {
    return await opened(replace ? 'w' : 'wx');
  } catch (cause) {
    if (!(cause instanceof Refusal) || replace) throw cause;
    const there = await lookAt(session, path);
    if (!there) throw cause;
    if (there.size === order.size && (await hashRemote(session, path, order.size)) === order.sha256) return null;
    if (mayHaveLeft && (await isOwnStump(session, path, source))) return opened('w');
    throw new TransferFailure(appError('sftp-name-taken', { retry: 'now' }));
  }
}
