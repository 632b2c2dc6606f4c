import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type AppError, appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { IncomingBytes } from '../submission-service.ts';

export interface HashedFile {
  readonly size: number;
  readonly sha256: string;
}

export interface HashOptions {
  /** More bytes than this are `file-too-large`. */
  readonly maxBytes: number;
  /** Gets each piece, in order; a `disk-full` or other error of its own passes through unchanged. */
  readonly onBytes?: (bytes: Uint8Array) => Promise<Result<null>>;
}

const codeSchema = z.object({ code: z.string() });
const fileSystemCodes = /^E(NOENT|ACCES|PERM|IO|BUSY|ISDIR|NOTDIR|LOOP|NXIO|MFILE|NFILE|STALE)$/;

function readingError(cause: unknown, begun: boolean): AppError {
  const parsed = codeSchema.safeParse(cause);
  const code = parsed.success ? parsed.data.code : '';
  if (code === 'FILE_CHANGED') return appError('file-changed', { retry: 'now' });
  // A page that broke off in the middle, because its file changed under it, has no file-system code.
  return appError(begun && !fileSystemCodes.test(code) ? 'file-changed' : 'file-unreadable', { retry: 'now' });
}

function tooLarge(size: number, limit: number): AppError {
  return appError('file-too-large', { details: { size, limit } });
}

/**
 * Reads a file on its way in once, hashing it. Stops as soon as it is longer than announced, so that a file that grows without
 * end cannot be read without end. Errors: `file-empty`, `file-too-large`, `file-changed`, `file-unreadable`.
 */
export async function hashIncoming(file: IncomingBytes, options: HashOptions): Promise<Result<HashedFile>> {
  const { expectedSize } = file;
  if (expectedSize !== null && expectedSize > options.maxBytes) return err(tooLarge(expectedSize, options.maxBytes));
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const bytes of file.open()) {
      size += bytes.byteLength;
      if (expectedSize !== null && size > expectedSize) return err(appError('file-changed', { retry: 'now' }));
      if (size > options.maxBytes) return err(tooLarge(size, options.maxBytes));
      hash.update(bytes);
      const taken = (await options.onBytes?.(bytes)) ?? ok(null);
      if (!taken.ok) return taken;
    }
  } catch (cause) {
    return err(readingError(cause, size > 0));
  }
  if (expectedSize !== null && size !== expectedSize) return err(appError('file-changed', { retry: 'now' }));
  return size === 0 ? err(appError('file-empty')) : ok({ size, sha256: hash.digest('hex') });
}
