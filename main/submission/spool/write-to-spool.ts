import { type FileHandle, open } from 'node:fs/promises';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { IncomingBytes } from '../submission-service.ts';
import { type HashedFile, hashIncoming } from './hash-incoming.ts';
import type { Spool } from './spool.ts';
import { writingError } from './writing-error.ts';

export interface SpoolOptions {
  readonly spool: Spool;
  readonly id: string;
  readonly maxBytes: number;
  readonly onStep: (step: string) => void;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<Result<null>> {
  try {
    let written = 0;
    // `write` may take less than it was given, which is how a nearly full disk answers first.
    while (written < bytes.byteLength) {
      written += (await handle.write(bytes, written, bytes.byteLength - written)).bytesWritten;
    }
    return ok(null);
  } catch (cause) {
    return err(writingError(cause));
  }
}

async function copy(handle: FileHandle, file: IncomingBytes, options: SpoolOptions): Promise<Result<HashedFile>> {
  const hashed = await hashIncoming(file, {
    maxBytes: options.maxBytes,
    onBytes: async (bytes) => {
      const written = await writeAll(handle, bytes);
      options.onStep('spool-bytes');
      return written;
    },
  });
  if (!hashed.ok) return hashed;
  try {
    await handle.sync();
    await options.spool.syncFolder();
    return hashed;
  } catch (cause) {
    return err(writingError(cause));
  }
}

/**
 * Copies a file into the spool while hashing it, and makes the copy durable (file and folder). The original is not read again.
 * On any error nothing of it stays. Errors: those of `hashIncoming`, and `disk-full`.
 */
export async function writeToSpool(file: IncomingBytes, options: SpoolOptions): Promise<Result<HashedFile>> {
  options.onStep('spool-written:before');
  let handle: FileHandle;
  try {
    handle = await open(options.spool.pathOf(options.id), 'wx', 0o600);
  } catch (cause) {
    return err(writingError(cause));
  }
  let copied: Result<HashedFile> | null = null;
  try {
    copied = await copy(handle, file, options);
  } finally {
    await handle.close();
    if (!copied?.ok) await options.spool.remove(options.id);
  }
  options.onStep('spool-written:after');
  return copied;
}
