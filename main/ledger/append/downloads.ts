import type { DatabaseSync } from 'node:sqlite';
import type { DownloadDetails, DownloadFacts, DownloadKind } from '../download-ledger.ts';
import { downloadDomain, hashJournalRow } from '../journal-hash.ts';
import { downloadHead, newestDownloadKind } from '../query/downloads.ts';

/** Nothing can follow these. */
const ends: readonly (DownloadKind | null)[] = ['delivered', 'same'];

interface NewRow<K extends DownloadKind> {
  readonly subject: string;
  readonly kind: K;
  readonly detail: DownloadDetails[K];
  readonly at: number;
}

/** Appends one row to the chain of downloads, inside the caller's transaction. Throws on a step that makes no sense. */
export function appendDownloadRow<K extends DownloadKind>(database: DatabaseSync, row: NewRow<K>): void {
  const last = newestDownloadKind(database, row.subject);
  if (ends.includes(last) || (last === null) !== (row.kind === 'found')) {
    throw new Error(`${row.kind} cannot follow ${last ?? 'nothing'}`);
  }
  const head = downloadHead(database);
  const { subject, kind, at } = row;
  const written = { seq: head.seq + 1, at, subject, kind, detail: JSON.stringify(row.detail) };
  database
    .prepare('INSERT INTO download_journal (seq, at, subject, kind, detail, hash) VALUES (?, ?, ?, ?, ?, ?)')
    .run(written.seq, at, subject, kind, written.detail, hashJournalRow(head.hash, written, downloadDomain));
}

/** Writes the facts of a file that was listed and its row `found`. */
export function addDownload(database: DatabaseSync, facts: DownloadFacts): void {
  const { downloadId, foundAt, ...found } = facts;
  const { folderId, remoteFolder, fileName, size, modifiedAt } = found;
  database
    .prepare(
      `INSERT INTO downloads (download_id, folder_id, remote_folder, file_name, size, modified_at, found_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(downloadId, folderId, remoteFolder, fileName, size, modifiedAt, foundAt);
  appendDownloadRow(database, { subject: downloadId, kind: 'found', detail: found, at: foundAt });
}
