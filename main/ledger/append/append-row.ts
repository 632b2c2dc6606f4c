import type { DatabaseSync } from 'node:sqlite';
import { type JournalKind, mayFollow } from '../../../shared/model/submission-transitions.ts';
import { type JournalDetails, writeJournalDetail } from '../journal-detail.ts';
import { hashJournalRow } from '../journal-hash.ts';
import { readHead } from '../query/head.ts';
import { newestKind } from '../query/newest-kind.ts';

interface NewRow<K extends JournalKind> {
  readonly subject: string;
  readonly kind: K;
  readonly detail: JournalDetails[K];
  readonly at: number;
}

/** Appends one row to the chain, inside the caller's transaction. Throws on a step that the states do not know. */
export function appendRow<K extends JournalKind>(database: DatabaseSync, row: NewRow<K>): void {
  const last = newestKind(database, row.subject);
  if (!mayFollow(last, row.kind)) throw new Error(`${row.kind} cannot follow ${last ?? 'nothing'}`);
  const head = readHead(database);
  const written = { ...row, seq: head.seq + 1, detail: writeJournalDetail(row.kind, row.detail) };
  database
    .prepare('INSERT INTO journal (seq, at, subject, kind, detail, hash) VALUES (?, ?, ?, ?, ?, ?)')
    .run(written.seq, row.at, row.subject, row.kind, written.detail, hashJournalRow(head.hash, written));
}
