import { stat } from 'node:fs/promises';
import path from 'node:path';
import { appError } from '../../shared/contract/errors.ts';
import type { FilePurpose } from '../../shared/contract/index.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { IncomingFile } from './app.ts';
import { bytesFromPath } from './bytes-from-path.ts';

/**
 * Takes the absolute path of a file that a command named; gives it on its way in. `file-unreadable` for what is no plain file (a
 * folder, a pipe without an end), is not there or may not be looked at.
 */
export async function fileAtPath(file: string, purpose: FilePurpose): Promise<Result<IncomingFile>> {
  const unreadable = err(appError('file-unreadable', { retry: 'now' }));
  if (file.includes('\0') || !path.isAbsolute(file)) return unreadable;
  try {
    const found = await stat(file);
    if (!found.isFile()) return unreadable;
    return ok({
      fileName: path.basename(file),
      purpose,
      expectedSize: found.size,
      open: () => bytesFromPath(file),
      attended: false,
    });
  } catch {
    // Absent, or not ours to see: the same to whoever named it.
    return unreadable;
  }
}
