import path from 'node:path';
import { appError } from '../../../shared/contract/errors.ts';
import type { placeCalls } from '../../../shared/contract/place.ts';
import { err } from '../../../shared/lib/result.ts';
import type { DownloadRecord, Ledger } from '../../ledger/ledger.ts';
import type { LocalFolders } from '../../local-folders/local-folders.ts';
import { type FileManager, showPlace } from '../../local-folders/show-place.ts';
import type { Handlers } from './handlers.ts';

export interface PlaceParts {
  readonly ledger: Pick<Ledger, 'catalogue' | 'downloads' | 'watch'>;
  readonly localFolders: LocalFolders;
  /** Absent where the host cannot open one. */
  readonly fileManager?: FileManager | undefined;
}

/** Where a fetched file was put, by its newest row; null: it was put nowhere. */
function placed({ newest }: DownloadRecord): { readonly kind: 'inbox' | 'error'; readonly name: string } | null {
  if (newest.kind === 'delivered') return { kind: 'inbox', name: newest.detail.localName };
  return newest.kind === 'kept-aside' ? { kind: 'error', name: newest.detail.localName } : null;
}

/** Where files and folders lie on this PC. */
export function placeHandlers(parts: PlaceParts): Handlers<keyof typeof placeCalls> {
  const { ledger, localFolders, fileManager = null } = parts;
  return {
    'place/showDownload': async ({ downloadId }) => {
      const record = ledger.downloads.find(downloadId);
      if (!record) return err(appError('download-not-found'));
      const found = placed(record);
      if (!found) return err(appError('place-gone'));
      const file = path.join(localFolders.pathOf(record.facts.folderId, found.kind), found.name);
      return showPlace(fileManager, { root: localFolders.root(), path: file, is: 'file' });
    },
    'place/showFolder': async ({ folderId, kind }) => {
      const isKnown = ledger.catalogue()?.some((folder) => folder.folderId === folderId);
      if (!isKnown && !ledger.watch.choices().has(folderId)) return err(appError('place-gone'));
      const made = await localFolders.ensure(folderId);
      if (!made.ok) return made;
      const folder = localFolders.pathOf(folderId, kind);
      return showPlace(fileManager, { root: localFolders.root(), path: folder, is: 'folder' });
    },
  };
}
