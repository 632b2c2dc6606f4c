import { existsSync, mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { practiceFolders } from '../folders.ts';

/** The folders on the SFTP server into which a file of an ECP folder is put, and in which its results lie; practice values. */
export const UPLOAD_FOLDER = 'outbox';
export const DOWNLOAD_FOLDER = 'inbox';

/** What a path of the SFTP server means. */
export type Place =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly folderId: string;
      readonly name: string;
      /** What the exchange put there may be read and nothing else. */
      readonly readOnly: boolean;
    };

/** The tree of one user: `/<folder>/outbox` and `/<folder>/inbox`, in real folders below the state folder. */
export interface Tree {
  /** Null: there is no such place, or nobody may go there. */
  find(path: string): Place | null;
}

function rootOf(stateFolder: string, userId: string): string {
  return join(stateFolder, 'sftp', Buffer.from(userId, 'utf8').toString('hex'));
}

/** The real folder in which a user finds the results of an ECP folder. */
export function downloadFolderOf(stateFolder: string, userId: string, folderId: string): string {
  return join(rootOf(stateFolder, userId), folderId, DOWNLOAD_FOLDER);
}

/** Opens the tree of a user, making its folders. */
export function openTree(stateFolder: string, userId: string): Tree {
  const root = rootOf(stateFolder, userId);
  for (const { folderId } of practiceFolders) {
    for (const name of [UPLOAD_FOLDER, DOWNLOAD_FOLDER]) {
      mkdirSync(join(root, folderId, name), { recursive: true, mode: 0o700 });
    }
  }
  return {
    find(path) {
      if (path.includes('\0')) return null;
      const [folderId, way, name, ...rest] = posix.normalize(`/${path}`).split('/').filter(Boolean);
      if (folderId === undefined) return { kind: 'folder', path: root };
      if (!practiceFolders.some((folder) => folder.folderId === folderId) || rest.length > 0) return null;
      if (way === undefined) return { kind: 'folder', path: join(root, folderId) };
      const folder = join(root, folderId, way);
      if ((way !== UPLOAD_FOLDER && way !== DOWNLOAD_FOLDER) || !existsSync(folder)) return null;
      if (name === undefined) return { kind: 'folder', path: folder };
      if (name.includes('\\') || Buffer.byteLength(name) > 200) return null;
      return { kind: 'file', path: join(folder, name), folderId, name, readOnly: way === DOWNLOAD_FOLDER };
    },
  };
}
