import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { z } from 'zod';
import {
  type WatchChoice,
  type WatchFileFacts,
  type WatchKind,
  type WatchRecord,
  watchChoiceSchema,
  watchDetailSchema,
  watchEnds,
  watchKinds,
} from '../watch-ledger.ts';

const rowSchema = z
  .object({
    file_id: z.string(),
    root: z.string(),
    folder_id: z.string(),
    name: z.string(),
    size: z.number().int(),
    modified_at: z.number(),
    seen_at: z.number().int(),
    kind: z.enum(watchKinds),
    at: z.number().int(),
    sha256: z.string().nullable(),
    detail: z.string(),
  })
  .transform(
    (row): WatchRecord => ({
      facts: {
        fileId: row.file_id,
        root: row.root,
        folderId: row.folder_id,
        name: row.name,
        size: row.size,
        modifiedAt: row.modified_at,
        seenAt: row.seen_at,
      },
      newest: {
        kind: row.kind,
        at: row.at,
        sha256: row.sha256,
        detail: watchDetailSchema.parse(JSON.parse(row.detail)),
      },
    }),
  );

const NEWEST = `
  SELECT f.*, e.kind, e.at, e.sha256, e.detail
  FROM watch_files f
  JOIN watch_events e ON e.seq = (SELECT max(seq) FROM watch_events WHERE file_id = f.file_id)`;

function all(database: DatabaseSync, tail: string, ...values: SQLInputValue[]): readonly WatchRecord[] {
  return database
    .prepare(`${NEWEST} ${tail}`)
    .all(...values)
    .map((row) => rowSchema.parse(row));
}

/** Watched files that have come to no end, oldest first. */
export function openWatchFiles(database: DatabaseSync): readonly WatchRecord[] {
  // Few of many have not ended, and the index knows which have.
  const ended = 'SELECT file_id FROM watch_events WHERE kind IN (SELECT value FROM json_each(?))';
  return all(database, `WHERE f.file_id NOT IN (${ended}) ORDER BY f.rowid`, JSON.stringify(watchEnds));
}

/** The newest watched file of a folder that came to this, or null. */
export function lastWatchFile(database: DatabaseSync, folderId: string, kind: WatchKind): WatchRecord | null {
  const tail = 'WHERE f.folder_id = ? AND e.kind = ? ORDER BY e.seq DESC LIMIT 1';
  return all(database, tail, folderId, kind)[0] ?? null;
}

/** The facts of the file of a folder that was taken last, or null. */
export function lastTakenFile(database: DatabaseSync, folderId: string): WatchFileFacts | null {
  const tail = "WHERE f.folder_id = ? AND e.kind <> 'gone' ORDER BY f.rowid DESC LIMIT 1";
  return all(database, tail, folderId)[0]?.facts ?? null;
}

const countSchema = z.object({ n: z.number().int() });

/** How many watched files of a folder came to this since then. */
export function countWatchFiles(
  database: DatabaseSync,
  folderId: string,
  { kind, since }: { readonly kind: WatchKind; readonly since: number },
): number {
  const row = database
    .prepare(
      `SELECT count(*) AS n FROM watch_events e JOIN watch_files f ON f.file_id = e.file_id
       WHERE e.kind = ? AND e.at >= ? AND f.folder_id = ?`,
    )
    .get(kind, since, folderId);
  return countSchema.parse(row).n;
}

const choiceRowSchema = z.object({ folder_id: z.string(), choice: z.string() });

/** The operator's newest choice for each folder. */
export function watchChoices(database: DatabaseSync): ReadonlyMap<string, WatchChoice> {
  const rows = database
    .prepare(
      `SELECT folder_id, choice FROM watch_choices
       WHERE id IN (SELECT max(id) FROM watch_choices GROUP BY folder_id) ORDER BY folder_id`,
    )
    .all()
    .map((row) => choiceRowSchema.parse(row));
  return new Map(rows.map((row) => [row.folder_id, watchChoiceSchema.parse(JSON.parse(row.choice))]));
}

const terminalSchema = z.object({ terminal_id: z.string() });

/** The id of this terminal, or null before it has one. */
export function terminalId(database: DatabaseSync): string | null {
  const row = database.prepare('SELECT terminal_id FROM watch_terminal').get();
  return row ? terminalSchema.parse(row).terminal_id : null;
}
