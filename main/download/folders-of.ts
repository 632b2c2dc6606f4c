import type { DownloadContext } from './context.ts';

/** Where files lie that belong to no folder in particular, because the exchange has one folder for all. */
const ONE_FOR_ALL = 'ECP';
const PLACE = '{folderId}';

/** A folder of the server, and the ECP folder in whose inbox its files belong. */
export interface DownloadFolder {
  readonly folderId: string;
  readonly remoteFolder: string;
}

/** Whether a folder of the server belongs to one ECP folder. */
export function isOneForAll({ plan }: Pick<DownloadContext, 'plan'>): boolean {
  return !plan.folder.includes(PLACE);
}

/** The folders to look into: those of the last catalogue that have migrated, and those that the profile names. */
export function foldersOf({ plan, ledger }: Pick<DownloadContext, 'plan' | 'ledger'>): readonly DownloadFolder[] {
  const trimmed = plan.folder.replace(/(.)\/$/, '$1');
  if (isOneForAll({ plan })) return [{ folderId: ONE_FOR_ALL, remoteFolder: trimmed }];
  const catalogue = (ledger.catalogue() ?? []).filter(({ migrated }) => migrated).map(({ folderId }) => folderId);
  const folderIds = [...new Set([...catalogue, ...(plan.folderIds ?? [])])];
  return folderIds
    .filter((folderId) => !/[/\0]/.test(folderId) && folderId !== '.' && folderId !== '..')
    .map((folderId) => ({ folderId, remoteFolder: trimmed.replaceAll(PLACE, folderId) }));
}

/** Those of the folders that are wished for, by id or code; not given: all. */
export function wishedFolders(
  context: Pick<DownloadContext, 'plan' | 'ledger'>,
  wished: readonly string[] | undefined,
): readonly DownloadFolder[] {
  const folders = foldersOf(context);
  if (!wished) return folders;
  const codes = new Map(context.ledger.catalogue()?.map(({ folderId, code }) => [folderId, code]));
  return folders.filter(({ folderId }) => wished.includes(folderId) || wished.includes(codes.get(folderId) ?? ''));
}
