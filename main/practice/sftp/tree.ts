import { existsSync, mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { practiceFolders } from '../folders.ts';

/** The folder on the SFTP server into which a file of an ECP folder is put; a practice value. */
export const UPLOAD_FOLDER = 'outbox';

/** What a path of the SFTP server means. */
export type Place =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly folderId: string; readonly name: string };

/** The tree of one user: `/<folder>/outbox`, in real folders below the state folder. */
export interface Tree {
  /** Null: there is no such place, or nobody may go there. */
  find(path: string): Place | null;
}

/** Opens the tree of a user, making its folders. */
export function openTree(stateFolder: string, userId: string): Tree {
  const root = join(stateFolder, 'sftp', Buffer.from(userId, 'utf8').toString('hex'));
  for (const { folderId } of practiceFolders) {
    mkdirSync(join(root, folderId, UPLOAD_FOLDER), { recursive: true, mode: 0o700 });
  }
  return {
    find(path) {
      if (path.includes('\0')) return null;
      const [folderId, upload, name, ...rest] = posix.normalize(`/${path}`).split('/').filter(Boolean);
      if (folderId === undefined) return { kind: 'folder', path: root };
      if (!practiceFolders.some((folder) => folder.folderId === folderId) || rest.length > 0) return null;
      if (upload === undefined) return { kind: 'folder', path: join(root, folderId) };
      const folder = join(root, folderId, UPLOAD_FOLDER);
      if (upload !== UPLOAD_FOLDER || !existsSync(folder)) return null;
      if (name === undefined) return { kind: 'folder', path: folder };
      if (name.includes('\\') || Buffer.byteLength(name) > 200) return null;
      return { kind: 'file', path: join(folder, name), folderId, name };
    },
  };
}
