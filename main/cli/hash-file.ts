import { createHash } from 'node:crypto';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { fileAtPath } from '../app/file-at-path.ts';

/** Takes an absolute path; gives size in bytes and SHA-256 (hex). Errors: `file-unreadable`, `file-changed` while it was read. */
export async function hashFile(file: string): Promise<Result<{ readonly size: number; readonly sha256: string }>> {
  const incoming = await fileAtPath(file, 'check');
  if (!incoming.ok) return incoming;
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const bytes of incoming.value.open()) {
      hash.update(bytes);
      size += bytes.byteLength;
    }
  } catch {
    return err(appError(size > 0 ? 'file-changed' : 'file-unreadable', { retry: 'now' }));
  }
  return ok({ size, sha256: hash.digest('hex') });
}
