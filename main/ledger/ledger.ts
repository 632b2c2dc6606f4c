import type { Channel, Folder, Submission } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { JournalKind } from '../../shared/model/submission-transitions.ts';
import type { DownloadLedger } from './download-ledger.ts';
import type { JournalDetails } from './journal-detail.ts';
import type { WatchLedger } from './watch-ledger.ts';

export type { DownloadLedger, DownloadRecord } from './download-ledger.ts';
export type { JournalDetails, WrittenReceipt } from './journal-detail.ts';
export {
  type WatchChoice,
  type WatchDetail,
  type WatchFileFacts,
  type WatchKind,
  type WatchLedger,
  type WatchRecord,
  type WatchWhy,
  watchEnds,
} from './watch-ledger.ts';

/** What a file was when it was copied into the spool. Never changes. */
export interface DraftFacts {
  readonly draftId: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
  /** What a look at the content found: null when it reads as CSV, otherwise where it stops to (line from 1; 0: not text). */
  readonly notCsvAtLine: number | null;
  readonly addedAt: number;
}

/** What the operator chose for a draft; the newest choice counts. */
export interface DraftChoices {
  readonly folderId: string | null;
  readonly identity: string | null;
  readonly participantCode: string | null;
  readonly inputDate: string | null;
}

export interface DraftRecord {
  readonly facts: DraftFacts;
  readonly choices: DraftChoices;
}

/** What was submitted and under which key. Its id is that of its draft. Never changes. */
export interface SubmissionFacts {
  readonly submissionId: string;
  readonly folderId: string;
  readonly identity: string;
  readonly participantCode: string;
  readonly inputDate: string;
  readonly idempotencyKey: string;
  /** Who pressed Submit first (Client Connect login ID). */
  readonly userId: string;
  /** True when the operator agreed to replace a file of that name. */
  readonly replaces: boolean;
  readonly channel: Channel;
  readonly submittedAt: number;
}

export interface SubmissionRecord {
  readonly facts: SubmissionFacts & Pick<DraftFacts, 'fileName' | 'size' | 'sha256'>;
  /** The newest journal row, `dismissed` left aside. */
  readonly newest: JournalEntry;
  /** How often Submit or Retry was pressed, and by whom last. */
  readonly attempts: number;
  readonly pressedBy: string;
  /** The operator put a refused or failed one aside; its copy in the spool is gone. */
  readonly dismissed: boolean;
  /** Grows from one submission to the next. */
  readonly order: number;
}

/** What the operator wants of a submission in the queue. One without a wish is in the order of submission, not paused, not tried again. */
export interface QueueWish {
  readonly submissionId: string;
  /** Where it stands among those that wait; null: by `SubmissionRecord.order`. */
  readonly place: number | null;
  readonly paused: boolean;
  /** Attempts that were made without a press, since the last one. */
  readonly retries: number;
  /** When the next one is due; null: none. */
  readonly retryAt: number | null;
}

export interface QueueState {
  readonly paused: boolean;
  /** What ended at this journal row or before was cleared from the list. */
  readonly clearedTo: number;
}

/** The queue's wishes: no history, so they may be changed. */
export interface QueueTable {
  wishes(): readonly QueueWish[];
  /** All of them or none. */
  keep(wishes: readonly QueueWish[]): Result<null>;
  state(): QueueState;
  keepState(state: QueueState): Result<null>;
  /** Submissions that were confirmed, refused or failed since then, oldest first. */
  endedSince(since: number): readonly SubmissionRecord[];
}

/** Until when servers have asked to be left alone, in ms since 1970: no history, so it may be changed. */
export interface WaitTable {
  /** The newest of a server, by its address; null: it never asked. */
  read(address: string): { readonly since: number; readonly until: number } | null;
  keep(address: string, wait: { readonly since: number; readonly until: number }): Result<null>;
}

/** What was sent under which of the exchange's references (null until it named one). */
export interface SentFile {
  readonly folderId: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly reference: string | null;
}

export type JournalEntry = {
  readonly [K in JournalKind]: {
    readonly kind: K;
    readonly seq: number;
    readonly at: number;
    readonly subject: string;
    readonly detail: JournalDetails[K];
    readonly hash: string;
  };
}[JournalKind];

/** A journal row as it stands in the file, its detail still text. */
export interface JournalRow {
  readonly seq: number;
  readonly at: number;
  readonly subject: string;
  readonly kind: string;
  readonly detail: string;
  readonly hash: string;
}

/** What reading the whole journal again gave. `seq` is the first row that does not fit. */
export type JournalVerdict =
  | { readonly intact: true; readonly rows: number }
  | {
      readonly intact: false;
      readonly seq: number;
      readonly reason: 'sequence' | 'hash' | 'facts' | 'cut' | 'rolled-back';
    };

/**
 * The truth of this terminal, in one SQLite file: drafts, submissions and the hash-chained journal of what became of them.
 * Append-only: no row is ever updated or deleted, the file itself refuses it. Writing is durable when a call returns; it
 * answers `disk-full` or `ledger-damaged`. A step that the states do not know (design section 5) is a bug and throws.
 */
export interface Ledger {
  addDraft(facts: DraftFacts, choices: DraftChoices): Result<null>;
  chooseForDraft(draftId: string, choices: DraftChoices): Result<null>;
  /** The submission's facts and its journal row `checked`, together or not at all. */
  addSubmission(facts: SubmissionFacts): Result<null>;
  appendJournal<K extends JournalKind>(subject: string, kind: K, detail: JournalDetails[K]): Result<null>;
  /** Keeps the catalogue for the time without a session; one that is the same as the newest is not written again. */
  keepCatalogue(folders: readonly Folder[]): Result<null>;

  /** Drafts that are neither removed nor submitted, oldest first. */
  openDrafts(): readonly DraftRecord[];
  openDraftsOf(fileName: string): readonly DraftRecord[];
  draft(draftId: string): DraftRecord | null;
  submission(submissionId: string): SubmissionRecord | null;
  /** Newest first. */
  submissions(limit: number): readonly SubmissionRecord[];
  /** Submissions in one of these states, oldest first. */
  submissionsIn(states: readonly Submission['state'][]): readonly SubmissionRecord[];
  /** Submissions of a file of this name in one of these states, oldest first. */
  submissionsOf(fileName: string, states: readonly Submission['state'][]): readonly SubmissionRecord[];
  /** Another file of the same name was submitted after this one, and neither refused nor failed. */
  isSuperseded(submissionId: string): boolean;
  /** Every file that was ever submitted from here, for comparing with what the exchange lists. */
  sentFiles(): readonly SentFile[];
  /** The newest catalogue, or null when none was ever fetched. */
  catalogue(): readonly Folder[] | null;
  journalOf(subject: string): readonly JournalRow[];
  /** `seq:hash` of the newest journal row; `0:` and 64 zeros before the first. */
  head(): string;
  /**
   * Reads the whole journal again. The heads that the exchange returned with its receipts are believed: a journal
   * that does not contain one of them was cut or rolled back. Rows after the last receipt are protected by the chain only.
   */
  verifyJournal(witnesses?: readonly string[]): JournalVerdict;
  /**
   * The same without reading again what was read since the ledger was opened, for no other program can write meanwhile: all that has come
   * to it since, the row that was read last, and the rows and facts of this submission. What `readAhead` has not read is read now.
   */
  verifyGrowth(witnesses?: readonly string[], submissionId?: string): JournalVerdict;
  /**
   * Reads what `verifyGrowth`, here and of the downloads, has still to read, in small pieces between which the program goes on with its
   * other work. Resolves when there is nothing more, a break was found, or the ledger was closed.
   */
  readAhead(): Promise<void>;
  readonly queue: QueueTable;
  readonly waits: WaitTable;
  /** What came from the exchange. */
  readonly downloads: DownloadLedger;
  /** What the watch folders took, and how they are set. */
  readonly watch: WatchLedger;
  close(): void;
}
