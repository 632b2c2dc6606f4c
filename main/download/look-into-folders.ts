import path from 'node:path';
import type { DownloadStatus } from '../../shared/contract/download.ts';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { DownloadRecord } from '../ledger/ledger.ts';
import type { RemoteEntry, SftpConnection } from '../transfer/transfer.ts';
import type { DownloadContext } from './context.ts';
import { sweepParts } from './deliver-file.ts';
import { type DownloadFolder, wishedFolders } from './folders-of.ts';

type FolderStatus = DownloadStatus['folders'][number];

const NO_SUCH_FILE = 2;
const AT_ONCE = 8;
/** The line is gone or was given up: no other folder will answer either. */
const ENDS_ALL = new Set(['unreachable', 'timed-out', 'cancelled']);

/** The words for what the server refused, for somebody who fetches. */
export function refusalOf(error: AppError): AppError {
  if (error.code !== 'sftp-refused') return error;
  if (error.details?.operation === 'list' && error.details.status === NO_SUCH_FILE) {
    return appError('download-folder-missing');
  }
  return { ...error, code: 'download-refused' };
}

const keyOf = (name: string, { size, modifiedAt }: { size: number; modifiedAt: number }) =>
  JSON.stringify([name, size, modifiedAt]);

/** Files and the checksums that stand beside them; a checksum is no file to fetch. */
function filesOf(context: DownloadContext, entries: readonly RemoteEntry[]): readonly RemoteEntry[] {
  const suffix = context.plan.checksumSuffix;
  if (!suffix) return entries;
  const names = new Set(entries.map(({ name }) => name));
  return entries.filter(({ name }) => !(name.endsWith(suffix) && names.has(name.slice(0, -suffix.length))));
}

/** Writes down what is new in a folder, and what is no longer there though it was never fetched. Gives what is there. */
function compare(
  context: DownloadContext,
  folder: DownloadFolder,
  entries: readonly RemoteEntry[],
): Result<readonly DownloadRecord[]> {
  const { downloads } = context.ledger;
  const known = new Map(
    downloads.inFolder(folder.remoteFolder).map((record) => [keyOf(record.facts.fileName, record.facts), record]),
  );
  const files = filesOf(context, entries);
  const found = files
    .filter((entry) => !known.has(keyOf(entry.name, entry)))
    .map(({ name, size, modifiedAt }) => ({
      ...folder,
      downloadId: context.newId(),
      fileName: name,
      size,
      modifiedAt,
    }));
  if (found.length > 0) {
    const added = downloads.add(found);
    if (!added.ok) return added;
  }
  const listed = new Set(files.map((entry) => keyOf(entry.name, entry)));
  const gone = [...known].filter(([key, record]) => !listed.has(key) && isOpen(record)).map(([, record]) => record);
  for (const { facts } of gone) {
    downloads.note(facts.downloadId, 'failed', { error: appError('download-changed') });
  }
  context.tell(
    {},
    [...found, ...gone.map(({ facts }) => facts)].map(({ downloadId }) => downloadId),
  );
  const isThere = ({ facts, newest }: DownloadRecord) =>
    // What was received needs the server no more to be finished.
    newest.kind === 'received' || listed.has(keyOf(facts.fileName, facts));
  return ok(downloads.inFolder(folder.remoteFolder).filter(isThere));
}

/** Never fetched, and not known to have vanished. */
function isOpen({ newest }: DownloadRecord): boolean {
  if (newest.kind === 'failed') return newest.detail.error.code !== 'download-changed';
  return newest.kind === 'found';
}

interface Looked {
  readonly status: FolderStatus;
  readonly there: readonly DownloadRecord[];
}

async function lookInto(
  context: DownloadContext,
  connection: SftpConnection,
  folder: DownloadFolder,
): Promise<Result<Looked>> {
  const { folderId, remoteFolder } = folder;
  const listing = await connection.list(remoteFolder);
  if (!listing.ok) {
    if (ENDS_ALL.has(listing.error.code)) return listing;
    return ok({ status: { folderId, error: refusalOf(listing.error), passedOver: 0 }, there: [] });
  }
  const there = compare(context, folder, listing.value.entries);
  if (!there.ok) return there;
  await sweepParts(context, folderId);
  return ok({ status: { folderId, error: null, passedOver: listing.value.passedOver }, there: there.value });
}

/**
 * Looks into the folders (all that there are, or some) and writes down what is new. Gives what lies there now. A folder that refuses is
 * told in its own status; the end of the line ends it all. `download-unavailable`: neither catalogue nor profile names a folder.
 */
export async function lookIntoFolders(
  context: DownloadContext,
  connection: SftpConnection,
  wish: { readonly folderIds?: readonly string[] | undefined; readonly signal: AbortSignal },
): Promise<Result<readonly DownloadRecord[]>> {
  const folders = wishedFolders(context, wish.folderIds);
  // Or it would look as if there were nothing new.
  if (folders.length === 0) return err(appError('download-unavailable'));
  const looked: Looked[] = [];
  for (let from = 0; from < folders.length; from += AT_ONCE) {
    if (wish.signal.aborted) return err(appError('cancelled', { retry: 'now' }));
    const some = folders.slice(from, from + AT_ONCE);
    for (const one of await Promise.all(some.map((folder) => lookInto(context, connection, folder)))) {
      if (!one.ok) return one;
      looked.push(one.value);
    }
  }
  context.tell({ lookedAt: context.clock.now(), folders: looked.map(({ status }) => status) });
  return ok(looked.flatMap(({ there }) => there));
}

/** The name of a file on the server, with its folder. */
export function remotePathOf({ facts }: DownloadRecord): string {
  return path.posix.join(facts.remoteFolder, facts.fileName);
}
