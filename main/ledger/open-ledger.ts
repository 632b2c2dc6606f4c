import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { addDraft } from './append/add-draft.ts';
import { addSubmission } from './append/add-submission.ts';
import { appendRow } from './append/append-row.ts';
import { insertChoices } from './append/choose-for-draft.ts';
import { keepCatalogue } from './append/keep-catalogue.ts';
import { write } from './append/write.ts';
import { assertDurable } from './assert-durable.ts';
import { guardHistory } from './guard-history.ts';
import type { Ledger } from './ledger.ts';
import { migrate } from './migrations/migrate.ts';
import { openDownloadLedger } from './open-download-ledger.ts';
import { openWatchLedger } from './open-watch-ledger.ts';
import { newestCatalogue } from './query/catalogue.ts';
import { createChainReader } from './query/chain-reader.ts';
import { downloadChain, journalChain } from './query/chains.ts';
import { openDraft, openDrafts, openDraftsOf } from './query/drafts.ts';
import { readHead } from './query/head.ts';
import { isSuperseded } from './query/is-superseded.ts';
import { journalOf } from './query/journal-rows.ts';
import { sentFiles } from './query/sent-files.ts';
import { newestSubmissions, submissionById, submissionsIn, submissionsOf } from './query/submissions.ts';
import { queueTableOver } from './queue-table.ts';
import { createReadAhead } from './read-ahead.ts';
import { waitTableOver } from './wait-table.ts';

export interface OpenLedgerOptions {
  /** Made when it is missing, for this user alone. The ledger is `ledger.sqlite` in it. */
  readonly dataFolder: string;
  readonly clock: Clock;
}

function prepare(database: DatabaseSync): void {
  // One program at a time: a second one would take the first one's running submissions for interrupted ones.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('BEGIN IMMEDIATE; COMMIT');
  assertDurable(database);
  const check = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (check !== 'ok') throw new Error('the integrity check of the ledger failed');
  migrate(database);
  guardHistory(database);
}

function ledgerOver(database: DatabaseSync, clock: Clock): Ledger {
  const journal = createChainReader(database, journalChain);
  const fetched = createChainReader(database, downloadChain);
  return {
    addDraft: (facts, choices) => write(database, () => addDraft(database, facts, choices)),
    chooseForDraft: (draftId, choices) => write(database, () => insertChoices(database, draftId, choices)),
    addSubmission: (facts) => write(database, () => addSubmission(database, facts)),
    appendJournal: (subject, kind, detail) =>
      write(database, () => appendRow(database, { subject, kind, detail, at: clock.now() })),
    keepCatalogue: (folders) => write(database, () => keepCatalogue(database, folders, clock.now())),
    openDrafts: () => openDrafts(database),
    openDraftsOf: (fileName) => openDraftsOf(database, fileName),
    draft: (draftId) => openDraft(database, draftId),
    submission: (submissionId) => submissionById(database, submissionId),
    submissions: (limit) => newestSubmissions(database, limit),
    submissionsIn: (states) => submissionsIn(database, states),
    submissionsOf: (fileName, states) => submissionsOf(database, fileName, states),
    isSuperseded: (submissionId) => isSuperseded(database, submissionId),
    sentFiles: () => sentFiles(database),
    catalogue: () => newestCatalogue(database),
    journalOf: (subject) => journalOf(database, subject),
    head: () => {
      const { seq, hash } = readHead(database);
      return `${seq}:${hash}`;
    },
    verifyJournal: (witnesses) => createChainReader(database, journalChain).verdict(witnesses),
    readAhead: createReadAhead(database, [journal, fetched]),
    verifyGrowth: (witnesses, submissionId) => journal.verdict(witnesses, submissionId ? [submissionId] : []),
    queue: queueTableOver(database),
    waits: waitTableOver(database),
    downloads: openDownloadLedger(database, clock, fetched),
    watch: openWatchLedger(database, clock),
    close: () => database.close(),
  };
}

const BUSY = 5;
const sqliteErrorSchema = z.object({ errcode: z.number().int(), message: z.string() });
const systemErrorSchema = z.object({ code: z.string(), syscall: z.string() });

function openingError(cause: unknown): AppError {
  const sqlite = sqliteErrorSchema.safeParse(cause);
  if (sqlite.success && (sqlite.data.errcode & 0xff) === BUSY) return appError('ledger-in-use');
  // The message of a system error names a path, its code does not.
  const system = systemErrorSchema.safeParse(cause);
  const reason = system.success ? system.data.code : cause instanceof Error ? cause.message.slice(0, 200) : 'unknown';
  return appError('ledger-damaged', { details: { reason } });
}

/**
 * Opens the ledger, making or migrating it. Answers `ledger-in-use` when another program holds it, and `ledger-damaged` when it
 * is not durable, not whole, or newer than this program: then nothing may be submitted, for nothing could be proved.
 */
export function openLedger(options: OpenLedgerOptions): Result<Ledger> {
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
    const file = path.join(options.dataFolder, 'ledger.sqlite');
    database = new DatabaseSync(file, { timeout: 2000 });
    prepare(database);
    chmodSync(file, 0o600);
    return ok(ledgerOver(database, options.clock));
  } catch (cause) {
    database?.close();
    return err(openingError(cause));
  }
}
