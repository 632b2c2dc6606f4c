import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import {
  type DownloadEntry,
  type DownloadKind,
  type DownloadRecord,
  downloadKinds,
  readDownloadDetail,
} from '../download-ledger.ts';
import { genesisHash } from '../journal-hash.ts';

const kindSchema = z.enum(downloadKinds);
const rowSchema = z.object({
  download_id: z.string(),
  folder_id: z.string(),
  remote_folder: z.string(),
  file_name: z.string(),
  size: z.number().int(),
  modified_at: z.number().int(),
  found_at: z.number().int(),
  at: z.number().int(),
  kind: kindSchema,
  detail: z.string(),
});

function toRecord(raw: unknown): DownloadRecord {
  const row = rowSchema.parse(raw);
  return {
    facts: {
      downloadId: row.download_id,
      folderId: row.folder_id,
      remoteFolder: row.remote_folder,
      fileName: row.file_name,
      size: row.size,
      modifiedAt: row.modified_at,
      foundAt: row.found_at,
    },
    newest: { kind: row.kind, at: row.at, detail: readDownloadDetail(row.kind, row.detail) } as DownloadEntry,
  };
}

const NEWEST = `
  SELECT d.*, j.at, j.kind, j.detail FROM downloads d
  JOIN download_journal j ON j.seq = (SELECT max(seq) FROM download_journal WHERE subject = d.download_id)`;

function all(database: DatabaseSync, tail: string, ...values: SQLInputValue[]): readonly DownloadRecord[] {
  return database
    .prepare(`${NEWEST} ${tail}`)
    .all(...values)
    .map(toRecord);
}

export function downloadById(database: DatabaseSync, downloadId: string): DownloadRecord | null {
  return all(database, 'WHERE d.download_id = ?', downloadId)[0] ?? null;
}

/** The newest first. */
export function newestDownloads(database: DatabaseSync, limit: number): readonly DownloadRecord[] {
  return all(database, 'ORDER BY d.rowid DESC LIMIT ?', limit);
}

export function downloadsInFolder(database: DatabaseSync, remoteFolder: string): readonly DownloadRecord[] {
  return all(database, 'WHERE d.remote_folder = ?', remoteFolder);
}

/** What was delivered last from under a name, or null. */
export function lastDelivered(database: DatabaseSync, remoteFolder: string, fileName: string): DownloadRecord | null {
  const tail = "WHERE d.remote_folder = ? AND d.file_name = ? AND j.kind = 'delivered' ORDER BY j.seq DESC LIMIT 1";
  return all(database, tail, remoteFolder, fileName)[0] ?? null;
}

/** What was delivered as a result of a submission, oldest first. */
export function resultsOf(database: DatabaseSync, submissionId: string): readonly DownloadRecord[] {
  const tail = "WHERE j.kind = 'delivered' AND j.detail ->> 'submissionId' = ? ORDER BY j.seq";
  return all(database, tail, submissionId);
}

const newestKindSchema = z.object({ kind: kindSchema });

/** The kind of the newest row of a download, or null when there is none. */
export function newestDownloadKind(database: DatabaseSync, downloadId: string): DownloadKind | null {
  const row = database
    .prepare('SELECT kind FROM download_journal WHERE subject = ? ORDER BY seq DESC LIMIT 1')
    .get(downloadId);
  return row ? newestKindSchema.parse(row).kind : null;
}

const headSchema = z.object({ seq: z.number().int(), hash: z.string() });

/** Sequence number and hash of the newest row; 0 and 64 zeros before the first. */
export function downloadHead(database: DatabaseSync): { readonly seq: number; readonly hash: string } {
  const row = database.prepare('SELECT seq, hash FROM download_journal ORDER BY seq DESC LIMIT 1').get();
  return row ? headSchema.parse(row) : { seq: 0, hash: genesisHash };
}
