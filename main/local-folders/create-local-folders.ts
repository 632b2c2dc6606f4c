import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { folderPart } from './folder-part.ts';
import { type LocalFolders, localFolderKinds } from './local-folders.ts';

export interface LocalFoldersOptions {
  /** The default root is `files` in it. */
  readonly dataFolder: string;
  /** The root that the operator chose; null: none. */
  readonly chosenRoot: () => string | null;
  /** Told whenever something was chosen, the root or another thing. */
  readonly subscribe: (listener: () => void) => () => void;
}

const codeSchema = z.object({ code: z.string().regex(/^E[A-Z0-9]{1,30}$/) });
const noRoom = new Set(['ENOSPC', 'EDQUOT']);

/** Composes the folders; nothing is made on the disk until `ensure`. */
export function createLocalFolders(options: LocalFoldersOptions): LocalFolders {
  const listeners = new Set<() => void>();
  const root = () => path.resolve(options.chosenRoot() ?? path.join(options.dataFolder, 'files'));
  let last = root();
  options.subscribe(() => {
    if (root() === last) return;
    last = root();
    for (const listener of listeners) listener();
  });
  const pathOf: LocalFolders['pathOf'] = (folderId, kind) => path.join(root(), folderPart(folderId), kind);
  return {
    root,
    pathOf,
    async ensure(folderId) {
      try {
        for (const kind of localFolderKinds) await mkdir(pathOf(folderId, kind), { recursive: true });
        return ok(null);
      } catch (cause) {
        const reason = codeSchema.safeParse(cause).data?.code ?? 'unknown';
        if (noRoom.has(reason)) return err(appError('disk-full', { retry: 'now' }));
        return err(appError('local-folder-unusable', { retry: 'now', details: { reason } }));
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
