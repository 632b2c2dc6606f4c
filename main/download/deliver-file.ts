import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadProof } from '../../shared/contract/download.ts';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { DownloadRecord } from '../ledger/ledger.ts';
import type { DownloadContext } from './context.ts';
import { chooseName, holds, locally, moveTo, statOrNull } from './place-file.ts';
import { submissionOf } from './submission-of.ts';
import { whyText } from './why-text.ts';

/** Where unfinished files lie: in the inbox itself, so that the last step is a change of name and nothing else. */
const UNFINISHED = '.fetching';

/** The folder of one unfinished file, and the file. The folder goes last: without it there is no proof of what became of the file. */
export function partOf(context: DownloadContext, { facts }: DownloadRecord) {
  const folder = path.join(context.localFolders.pathOf(facts.folderId, 'inbox'), UNFINISHED, facts.downloadId);
  return { folder, file: path.join(folder, 'data') };
}

/** Removes what is left of an unfinished file. */
export async function clearPart(context: DownloadContext, record: DownloadRecord): Promise<void> {
  await rm(partOf(context, record).folder, { recursive: true, force: true });
}

/** Has come to an end, or is another file by now: nothing of it will be gone on with. */
function isOver({ newest }: DownloadRecord): boolean {
  if (newest.kind === 'failed') return newest.detail.error.code === 'download-changed';
  return newest.kind === 'delivered' || newest.kind === 'same' || newest.kind === 'kept-aside';
}

/**
 * Removes what a crash or a file that vanished from the server left of unfinished files in an inbox. What this ledger does not know may
 * belong to another terminal on the same share.
 */
export async function sweepParts(context: DownloadContext, folderId: string): Promise<void> {
  const folder = path.join(context.localFolders.pathOf(folderId, 'inbox'), UNFINISHED);
  try {
    for (const downloadId of await readdir(folder)) {
      const record = context.live.has(downloadId) ? null : context.ledger.downloads.find(downloadId);
      if (record && isOver(record)) await clearPart(context, record);
    }
  } catch {
    // There is no such folder yet, or it cannot be read now; the next look comes by again.
  }
}

/** A complete file in its part file. */
export interface Arrived {
  readonly sha256: string;
  readonly proof: DownloadProof;
}

async function settle(
  context: DownloadContext,
  record: DownloadRecord,
  arrived: Arrived & { localName: string },
): Promise<Result<null>> {
  const { downloads } = context.ledger;
  const submissionId = submissionOf(context, record.facts);
  const noted = downloads.note(record.facts.downloadId, 'delivered', { ...arrived, submissionId });
  if (!noted.ok) return noted;
  context.onStep('download-delivered:after');
  await clearPart(context, record);
  return ok(null);
}

/**
 * Puts a complete file into the inbox: the name is written down, then given in one step, then the delivery is written down. A crash in
 * between is finished by {@link finishDelivery}.
 */
export function deliverFile(context: DownloadContext, record: DownloadRecord, arrived: Arrived): Promise<Result<null>> {
  const { downloadId, fileName, size, modifiedAt, folderId } = record.facts;
  const inbox = context.localFolders.pathOf(folderId, 'inbox');
  const { file } = partOf(context, record);
  return locally(async () => {
    for (;;) {
      const { name, isThere } = await chooseName(inbox, { fileName, size, modifiedAt, sha256: arrived.sha256 });
      const noted = context.ledger.downloads.note(downloadId, 'received', { ...arrived, localName: name });
      if (!noted.ok) return noted;
      context.onStep('download-moved:before');
      const isMoved = isThere || (await moveTo(file, path.join(inbox, name), () => context.onStep('download-linked')));
      context.onStep('download-moved:after');
      if (isMoved) return settle(context, record, { ...arrived, localName: name });
    }
  });
}

async function hasEntries(folder: string): Promise<boolean> {
  return (await statOrNull(folder)) !== null && (await readdir(folder)).length > 0;
}

/**
 * Finishes a delivery that a crash cut off after the name was written down. Gives false when the file has no name in the inbox yet. Its
 * part is the proof: gone from beside what was written down of it, or under two names, it was delivered, whoever has taken it from the
 * inbox meanwhile. An empty folder proves nothing: another attempt may have made it.
 */
export function finishDelivery(context: DownloadContext, record: DownloadRecord): Promise<Result<boolean>> {
  const { newest } = record;
  return locally(async () => {
    if (newest.kind !== 'received') return ok(false);
    const { folder, file } = partOf(context, record);
    const inbox = context.localFolders.pathOf(record.facts.folderId, 'inbox');
    const part = await statOrNull(file);
    const { localName, sha256 } = newest.detail;
    const { size } = record.facts;
    const wasMoved = part ? part.nlink > 1 : await hasEntries(folder);
    const isDelivered = wasMoved || (await holds(path.join(inbox, localName), { size, sha256 }));
    if (!isDelivered) return ok(false);
    const settled = await settle(context, record, newest.detail);
    return settled.ok ? ok(true) : settled;
  });
}

function ignoreTaken(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EEXIST') throw cause;
}

const WHY = '.why.txt';

/** Keeps a file that is not what the exchange says in the error folder, where nobody takes it for good, and says why beside it. */
export function keepAside(
  context: DownloadContext,
  record: DownloadRecord,
  found: { readonly sha256: string; readonly stated: string },
): Promise<Result<AppError>> {
  const { downloadId, fileName, size, modifiedAt, folderId } = record.facts;
  const folder = context.localFolders.pathOf(folderId, 'error');
  const { sha256, stated } = found;
  const error = appError('download-differs', { retry: 'now', details: { sent: stated, received: sha256 } });
  return locally(async () => {
    for (;;) {
      const { name, isThere } = await chooseName(folder, { fileName, size, modifiedAt, sha256, beside: WHY });
      const isMoved = isThere || (await moveTo(partOf(context, record).file, path.join(folder, name), () => undefined));
      if (!isMoved) continue;
      const why = whyText({ fileName, stated, sha256, at: context.clock.now(), help: context.help });
      // Not over one that is there: it says the same of the same bytes.
      await writeFile(path.join(folder, `${name}${WHY}`), why, { flag: 'wx', mode: 0o640 }).catch(ignoreTaken);
      const noted = context.ledger.downloads.note(downloadId, 'kept-aside', { sha256, localName: name, error });
      await clearPart(context, record);
      return noted.ok ? ok(error) : noted;
    }
  });
}
