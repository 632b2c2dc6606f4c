import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { genesisHash, hashJournalRow } from '../journal-hash.ts';
import type { JournalRow, JournalVerdict } from '../ledger.ts';
import { journalRowSchema } from './journal-rows.ts';

/** A table whose every row one of the chain's rows tells of. */
interface FactTable {
  readonly table: string;
  readonly id: string;
  /** The kind of the chain's row, whose subject is the id. */
  readonly kind: string;
}

/** Where a chain of hashes lies in the file, and what it covers. */
export interface Chain {
  readonly table: 'journal' | 'download_journal';
  readonly domain: string;
  /** A condition of SQL over a row of the chain: the facts in the other tables are not those that it tells. */
  readonly factsDiffer: string;
  readonly facts: readonly FactTable[];
}

type Broken = Extract<JournalVerdict, { intact: false }>;

/** Reads a chain from its first row, in as many pieces as wanted, and remembers how far it was whole. A break that was found stays one. */
export interface ChainReader {
  /** Reads at most so many rows (more than 0) more of each table. False: there is nothing more to read, or a row that does not fit. */
  readOn(rows: number): boolean;
  /**
   * Reads to the end. Heads (`seq:hash`) that the exchange returned with receipts must be among the rows; the rows of these subjects are
   * held against their hashes and facts once more. Gives the first break, or how many rows there are.
   */
  verdict(witnesses?: readonly string[], subjects?: readonly string[]): JournalVerdict;
}

/** Rows in a piece when nobody asks for smaller ones. */
const PIECE = 5_000;

const seqSchema = z.object({ seq: z.number().int().nullable() });
const factsSchema = z.object({ n: z.number().int(), last: z.number().int().nullable(), orphans: z.number().int() });

function headsIn(witnesses: readonly string[]): readonly (readonly [number, string])[] {
  return witnesses.flatMap((witness) => {
    const [seq, hash] = witness.split(':');
    return seq && hash ? [[Number(seq), hash] as const] : [];
  });
}

/** The questions to the file. */
function questionsTo(database: DatabaseSync, { table, factsDiffer, facts }: Chain) {
  const page = database.prepare(`SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ?`);
  const differ = `CASE WHEN json_valid(detail) THEN ${factsDiffer} ELSE 1 END`;
  // By row number: an index over the kinds would look at every row there is.
  const differing = database.prepare(
    `SELECT min(seq) AS seq FROM ${table} NOT INDEXED WHERE seq > ? AND seq <= ? AND ${differ}`,
  );
  const ofSubject = database.prepare(`SELECT * FROM ${table} WHERE subject = ? ORDER BY seq`);
  const hashAt = database.prepare(`SELECT hash FROM ${table} WHERE seq = ?`);
  return {
    page: (after: number, rows: number): readonly JournalRow[] =>
      page.all(after, rows).map((row) => journalRowSchema.parse(row)),
    ofSubject: (subject: string): readonly JournalRow[] =>
      ofSubject.all(subject).map((row) => journalRowSchema.parse(row)),
    /** The first row after `after`, up to `to`, whose facts are others. */
    differing: (after: number, to: number): number | null => seqSchema.parse(differing.get(after, to)).seq,
    hashAt: (seq: number): unknown => (seq === 0 ? genesisHash : hashAt.get(seq)?.hash),
    /** Rows of the fact tables by row number, and how many of them the chain does not tell of. */
    facts: facts.map(({ table: from, id, kind }) => {
      const told = `SELECT 1 FROM ${table} WHERE kind = '${kind}' AND subject = id`;
      const some = `SELECT rowid AS place, ${id} AS id FROM ${from} WHERE rowid > ? ORDER BY rowid LIMIT ?`;
      const look = database.prepare(
        `SELECT count(*) AS n, max(place) AS last, coalesce(sum(NOT EXISTS (${told})), 0) AS orphans FROM (${some})`,
      );
      return (after: number, rows: number) => factsSchema.parse(look.get(after, rows));
    }),
  };
}

type Questions = ReturnType<typeof questionsTo>;

/** Goes through the fact tables beside the chain. Gives a function that reads on; it tells whether there was more, and of orphans. */
function readFacts(ask: Questions): (rows: number) => { readonly more: boolean; readonly orphans: number } {
  const places = ask.facts.map(() => 0);
  let orphans = 0;
  return (rows) => {
    let more = false;
    ask.facts.forEach((look, index) => {
      const found = look(places[index] ?? 0, rows);
      places[index] = found.last ?? places[index] ?? 0;
      orphans += found.orphans;
      more ||= found.n === rows;
    });
    return { more, orphans };
  };
}

/** The first of these subjects' rows that is not, or no longer, what its hash and facts say; null: none. */
function subjectsBreak(ask: Questions, domain: string, subjects: readonly string[]): Broken | null {
  for (const row of subjects.flatMap((subject) => ask.ofSubject(subject))) {
    const { seq } = row;
    const before = z.string().safeParse(ask.hashAt(seq - 1));
    if (!before.success || row.hash !== hashJournalRow(before.data, row, domain)) {
      return { intact: false, seq, reason: 'hash' };
    }
    if (ask.differing(seq - 1, seq) !== null) return { intact: false, seq, reason: 'facts' };
  }
  return null;
}

/** Makes a reader that has read nothing yet. */
export function createChainReader(database: DatabaseSync, chain: Chain): ChainReader {
  const ask = questionsTo(database, chain);
  const readFactsOn = readFacts(ask);
  let to = { seq: 0, hash: genesisHash };
  let broken: Broken | null = null;
  let differing: number | null = null;
  let orphans = 0;

  function follow(row: JournalRow): Broken | null {
    const seq = to.seq + 1;
    if (row.seq !== seq) return { intact: false, seq, reason: 'sequence' };
    if (row.hash !== hashJournalRow(to.hash, row, chain.domain)) return { intact: false, seq, reason: 'hash' };
    to = { seq, hash: row.hash };
    return null;
  }

  function readOn(rows: number): boolean {
    if (broken) return false;
    const from = to.seq;
    const page = ask.page(from, rows);
    for (const row of page) {
      broken = follow(row);
      if (broken) return false;
    }
    differing ??= ask.differing(from, to.seq);
    const facts = readFactsOn(rows);
    orphans = facts.orphans;
    return page.length === rows || facts.more;
  }

  /** The first head that the exchange saw and that is not here: an older file came back and was written on, or the end was cut off. */
  function witnessBreak(witnesses: readonly string[]): Broken | null {
    const heads = headsIn(witnesses).toSorted(([a], [b]) => a - b);
    // What was read last must still be there.
    for (const [seq, hash] of [...heads, [to.seq, to.hash] as const]) {
      if (seq > to.seq) return { intact: false, seq: to.seq + 1, reason: 'cut' };
      if (seq > 0 && ask.hashAt(seq) !== hash) return { intact: false, seq, reason: 'rolled-back' };
    }
    return null;
  }

  return {
    readOn,
    verdict(witnesses = [], subjects = []) {
      while (readOn(PIECE));
      const found = broken ?? witnessBreak(witnesses);
      if (found) return found;
      if (orphans > 0) return { intact: false, seq: to.seq + 1, reason: 'cut' };
      if (differing !== null) return { intact: false, seq: differing, reason: 'facts' };
      return subjectsBreak(ask, chain.domain, subjects) ?? { intact: true, rows: to.seq };
    },
  };
}
