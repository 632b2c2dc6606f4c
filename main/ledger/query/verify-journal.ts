import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { readJournalDetail } from '../journal-detail.ts';
import { genesisHash, hashJournalRow } from '../journal-hash.ts';
import type { JournalRow, JournalVerdict } from '../ledger.ts';
import { wholeJournal } from './journal-rows.ts';

const countSchema = z.object({ n: z.number().int() });

function chainBreak(database: DatabaseSync, heads: Map<number, string>): JournalVerdict | number {
  let seq = 0;
  let hash = genesisHash;
  for (const row of wholeJournal(database)) {
    seq += 1;
    if (row.seq !== seq) return { intact: false, seq, reason: 'sequence' };
    if (row.hash !== hashJournalRow(hash, row)) return { intact: false, seq, reason: 'hash' };
    hash = row.hash;
    const witnessed = heads.get(seq);
    // The chain fits itself and yet is not the one that the exchange saw: an older file came back and was written on.
    if (witnessed !== undefined && witnessed !== hash) return { intact: false, seq, reason: 'rolled-back' };
  }
  return seq;
}

/** The facts in the other tables must be those that the chain covers; gives the first journal row whose facts differ. */
function factsBreak(database: DatabaseSync): number | null {
  const draft = database.prepare(
    'SELECT count(*) AS n FROM drafts WHERE draft_id = ? AND file_name = ? AND size = ? AND sha256 = ?',
  );
  const submission = database.prepare(
    `SELECT count(*) AS n FROM submissions WHERE submission_id = ? AND folder_id = ? AND identity = ?
      AND participant_code = ? AND input_date = ? AND idempotency_key = ? AND replaces = ?
      AND user_id = coalesce(?, user_id)`,
  );
  const holds = (row: JournalRow): boolean => {
    if (row.kind === 'drafted') {
      const { fileName, size, sha256 } = readJournalDetail('drafted', row.detail);
      return countSchema.parse(draft.get(row.subject, fileName, size, sha256)).n === 1;
    }
    if (row.kind !== 'checked') return true;
    const d = readJournalDetail('checked', row.detail);
    const facts = [d.folderId, d.identity, d.participantCode, d.inputDate, d.idempotencyKey, d.replaces ? 1 : 0];
    // Somebody else may press Retry; the first press is the one that the facts name.
    const by = d.attempt === 1 ? d.userId : null;
    return countSchema.parse(submission.get(row.subject, ...facts, by)).n === 1;
  };
  for (const row of wholeJournal(database)) if (!holds(row)) return row.seq;
  return null;
}

/** A draft or submission that no journal row tells of: the journal's end was cut off below it. */
function hasOrphan(database: DatabaseSync): boolean {
  const orphans = database
    .prepare(
      `SELECT (SELECT count(*) FROM drafts WHERE draft_id NOT IN (SELECT subject FROM journal WHERE kind = 'drafted'))
        + (SELECT count(*) FROM submissions
           WHERE submission_id NOT IN (SELECT subject FROM journal WHERE kind = 'checked')) AS n`,
    )
    .get();
  return countSchema.parse(orphans).n > 0;
}

/**
 * Reads the whole journal again. Takes the heads (`seq:hash`) that the exchange returned with receipts; gives the first
 * row that does not fit and why: a gap, a changed row, facts that differ, an end that was cut off, an older file that came back.
 */
export function verifyJournal(database: DatabaseSync, witnesses: readonly string[]): JournalVerdict {
  const heads = new Map<number, string>();
  for (const witness of witnesses) {
    const [seq, hash] = witness.split(':');
    if (seq && hash) heads.set(Number(seq), hash);
  }
  const chain = chainBreak(database, heads);
  if (typeof chain !== 'number') return chain;
  const newestWitness = Math.max(0, ...heads.keys());
  if (newestWitness > chain || hasOrphan(database)) return { intact: false, seq: chain + 1, reason: 'cut' };
  const facts = factsBreak(database);
  return facts === null ? { intact: true, rows: chain } : { intact: false, seq: facts, reason: 'facts' };
}
