import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** The list of a firm is a few KB; a larger file is not one. */
export const MAX_LIST_BYTES = 256 * 1024;

/**
 * Reads a file as UTF-8. `file-too-large`, `file-unreadable` when it vanishes while it is read, `user-list-invalid` with reason
 * `encoding` when it is not UTF-8 (Excel: "CSV UTF-8").
 */
export async function readListFile(open: () => AsyncIterable<Uint8Array>): Promise<Result<string>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of open()) {
      size += chunk.byteLength;
      if (size > MAX_LIST_BYTES) return err(appError('file-too-large', { details: { limit: MAX_LIST_BYTES } }));
      chunks.push(chunk);
    }
  } catch {
    // Whatever the file system or the connection said, the file must be chosen again.
    return err(appError('file-unreadable', { retry: 'now' }));
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    // Guessing another encoding would spoil names in silence.
    return err(appError('user-list-invalid', { details: { reason: 'encoding' } }));
  }
}
