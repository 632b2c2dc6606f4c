import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import type { PlaceShown } from '../../shared/contract/place.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** What of the system's file manager is used. Both are given absolute paths of things that are there; false: it did not open. */
export interface FileManager {
  /** Shows the folder of a file, with the file chosen. */
  showFile(file: string): Promise<boolean>;
  openFolder(folder: string): Promise<boolean>;
}

export interface Place {
  /** The root of the local folders. */
  readonly root: string;
  readonly path: string;
  readonly is: 'file' | 'folder';
}

const codeSchema = z.object({ code: z.string().regex(/^E[A-Z0-9]{1,30}$/) });

/** Whether one lies below the other, where all links lead. */
async function liesBelow(root: string, inner: string): Promise<boolean> {
  const way = path.relative(await realpath(root), await realpath(inner));
  return way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

/**
 * Takes a place that the program has looked up; has the file manager show it, or tells its path where there is none (null). A folder is
 * opened only when it is one, for a file manager would start a program. Errors: `place-gone`, `place-outside`,
 * `local-folder-unusable` (details.reason), `place-not-shown`.
 */
export async function showPlace(fileManager: FileManager | null, place: Place): Promise<Result<PlaceShown>> {
  try {
    if (!(await liesBelow(place.root, place.path))) return err(appError('place-outside'));
    const found = await stat(place.path);
    if (place.is === 'file' ? !found.isFile() : !found.isDirectory()) return err(appError('place-gone'));
  } catch (cause) {
    const reason = codeSchema.safeParse(cause).data?.code ?? 'unknown';
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return err(appError('place-gone'));
    return err(appError('local-folder-unusable', { retry: 'now', details: { reason } }));
  }
  if (!fileManager) return ok({ kind: 'path', path: place.path });
  const isShown = place.is === 'file' ? fileManager.showFile(place.path) : fileManager.openFolder(place.path);
  return (await isShown) ? ok({ kind: 'shown' }) : err(appError('place-not-shown', { retry: 'now' }));
}
