import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { WatchChoice, WatchDetail, WatchFileFacts, WatchKind } from '../watch-ledger.ts';

interface NewEvent {
  readonly fileId: string;
  readonly kind: WatchKind;
  readonly at: number;
  readonly more: WatchDetail & { readonly sha256?: string };
}

/** Adds what became of a watched file. */
export function addWatchEvent(database: DatabaseSync, { fileId, kind, at, more }: NewEvent): void {
  const { sha256 = null, ...detail } = more;
  database
    .prepare('INSERT INTO watch_events (at, file_id, kind, sha256, detail) VALUES (?, ?, ?, ?, ?)')
    .run(at, fileId, kind, sha256, JSON.stringify(detail));
}

/** Adds a file of an outbox with its event `seen`. */
export function addWatchFile(database: DatabaseSync, facts: WatchFileFacts): void {
  const { fileId, root, folderId, name, size, modifiedAt, seenAt } = facts;
  database
    .prepare(
      `INSERT INTO watch_files (file_id, root, folder_id, name, size, modified_at, seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(fileId, root, folderId, name, size, modifiedAt, seenAt);
  addWatchEvent(database, { fileId, kind: 'seen', at: seenAt, more: {} });
}

/** Adds the operator's newest choice for a folder; the ones before stay. */
export function addWatchChoice(
  database: DatabaseSync,
  folderId: string,
  row: { at: number; choice: WatchChoice },
): void {
  database
    .prepare('INSERT INTO watch_choices (at, folder_id, choice) VALUES (?, ?, ?)')
    .run(row.at, folderId, JSON.stringify(row.choice));
}

/** Gives this terminal an id unless it has one. */
export function addTerminalId(database: DatabaseSync): void {
  database.prepare('INSERT OR IGNORE INTO watch_terminal (id, terminal_id) VALUES (1, ?)').run(randomUUID());
}
