import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { genesisHash, hashJournalRow } from '../journal-hash.ts';
import type { JournalVerdict } from '../ledger.ts';
import { wholeJournal } from './journal-rows.ts';

const countSchema = z.object({ n: z.number().int() });
const factsSchema = z.object({ seq: z.number().int().nullable() });

/** How far a chain was read and found whole. */
export interface ReadTo {
  readonly seq: number;
  readonly hash: string;
}
export const nothingRead: ReadTo = { seq: 0, hash: genesisHash };

type Broken = Extract<JournalVerdict, { intact: false }>;

function readChain(database: DatabaseSync, heads: ReadonlyMap<number, string>, from: ReadTo): Broken | ReadTo {
  let { seq, hash } = from;
  for (const row of wholeJournal(database, from.seq)) {
    seq += 1;
    if (row.seq !== seq) return { intact: false, seq, reason: 'sequence' };
    if (row.hash !== hashJournalRow(hash, row)) return { intact: false, seq, reason: 'hash' };
    hash = row.hash;
    const witnessed = heads.get(seq);
    // The chain fits itself and yet is not the one that the exchange saw: an older file came back and was written on.
    if (witnessed !== undefined && witnessed !== hash) return { intact: false, seq, reason: 'rolled-back' };
  }
  return { seq, hash };
}

/** The facts in the other tables must be those that the chain covers; gives the first journal row after `after` whose facts differ. */
function factsBreak(database: DatabaseSync, after: number): number | null {
  const unreadable = database
    .prepare('SELECT min(seq) AS seq FROM journal WHERE seq > ? AND NOT json_valid(detail)')
    .get(after);
  const { seq } = factsSchema.parse(unreadable);
  if (seq !== null) return seq;
  const row = database
    .prepare(
      `SELECT min(seq) AS seq FROM journal WHERE seq > ? AND (
        (kind = 'drafted' AND NOT EXISTS (SELECT 1 FROM drafts WHERE draft_id = subject
          AND file_name = detail ->> 'fileName' AND size = detail ->> 'size' AND sha256 = detail ->> 'sha256'))
        OR (kind = 'checked' AND NOT EXISTS (SELECT 1 FROM submissions WHERE submission_id = subject
          AND folder_id = detail ->> 'folderId' AND identity = detail ->> 'identity'
          AND participant_code = detail ->> 'participantCode' AND input_date = detail ->> 'inputDate'
          AND idempotency_key = detail ->> 'idempotencyKey' AND replaces = detail ->> 'replaces'
          AND channel = coalesce(detail ->> 'channel', 'web')
          -- Somebody else may press Retry; the first press is the one that the facts name.
          AND (detail ->> 'attempt' > 1 OR user_id = detail ->> 'userId'))))`,
    )
    .get(after);
  return factsSchema.parse(row).seq;
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

function headsIn(witnesses: readonly string[]): ReadonlyMap<number, string> {
  const heads = new Map<number, string>();
  for (const witness of witnesses) {
    const [seq, hash] = witness.split(':');
    if (seq && hash) heads.set(Number(seq), hash);
  }
  return heads;
}

/**
 * Reads the whole journal again. Takes the heads (`seq:hash`) that the exchange returned with receipts; gives the first
 * row that does not fit and why: a gap, a changed row, facts that differ, an end that was cut off, an older file that came back.
 */
export function verifyJournal(database: DatabaseSync, witnesses: readonly string[]): JournalVerdict {
  const heads = headsIn(witnesses);
  const chain = readChain(database, heads, nothingRead);
  if ('intact' in chain) return chain;
  const newestWitness = Math.max(0, ...heads.keys());
  if (newestWitness > chain.seq || hasOrphan(database)) return { intact: false, seq: chain.seq + 1, reason: 'cut' };
  const facts = factsBreak(database, 0);
  return facts === null ? { intact: true, rows: chain.seq } : { intact: false, seq: facts, reason: 'facts' };
}

/** The first of these heads that an earlier part of the journal does not contain. */
function witnessBreak(database: DatabaseSync, heads: ReadonlyMap<number, string>, to: number): Broken | null {
  const row = database.prepare('SELECT hash FROM journal WHERE seq = ?');
  for (const [seq, hash] of heads) {
    // Before the first row there is none to compare.
    if (seq > 0 && seq <= to && row.get(seq)?.hash !== hash) return { intact: false, seq, reason: 'rolled-back' };
  }
  return null;
}

/**
 * Goes on reading where an earlier reading ended (`from`), and looks the witnesses up in the part before. Gives the verdict, and how far
 * the journal is whole now.
 */
export function verifyNewRows(
  database: DatabaseSync,
  from: ReadTo,
  witnesses: readonly string[],
): { readonly verdict: JournalVerdict; readonly to: ReadTo } {
  const broken = (verdict: Broken) => ({ verdict, to: from });
  const heads = headsIn(witnesses);
  const chain = witnessBreak(database, heads, from.seq) ?? readChain(database, heads, from);
  if ('intact' in chain) return broken(chain);
  if (Math.max(0, ...heads.keys()) > chain.seq) return broken({ intact: false, seq: chain.seq + 1, reason: 'cut' });
  const facts = factsBreak(database, from.seq);
  if (facts !== null) return broken({ intact: false, seq: facts, reason: 'facts' });
  return { verdict: { intact: true, rows: chain.seq }, to: chain };
}
