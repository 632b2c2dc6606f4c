import path from 'node:path';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import {
  type Ledger,
  type WatchDetail,
  type WatchFileFacts,
  type WatchKind,
  type WatchRecord,
  watchEnds,
} from '../ledger/ledger.ts';
import type { LocalFolders } from '../local-folders/local-folders.ts';
import type { Profile } from '../profile/profile.ts';
import type { SubmissionService } from '../submission/submission-service.ts';
import type { LeaseKeeper } from './lease/lease-keeper.ts';
import type { Schedule } from './schedule.ts';
import type { Stability } from './take/stability.ts';

export interface WatchTiming {
  /** Between two looks at the outboxes. */
  readonly pollMs: number;
  /** How long a file must stay the same before it is taken. */
  readonly settleMs: number;
  /** Between two beats of the lease, and how long it must stand still before another terminal takes it over. */
  readonly beatMs: number;
  readonly staleMs: number;
}

export const usualTiming: WatchTiming = { pollMs: 2_000, settleMs: 2_000, beatMs: 5_000, staleMs: 30_000 };

/** What the watch folders need of submissions. */
export type WatchSubmissions = Pick<
  SubmissionService,
  'addFile' | 'updateDraft' | 'removeDraft' | 'submit' | 'channels' | 'receipt' | 'listDrafts'
>;

/** What is known of one folder from the last look. */
export interface FolderLook {
  readonly outbox: number;
  readonly blocked: number;
  readonly error: number;
  readonly trouble: AppError | null;
}

/** What the verbs of this folder share. */
export interface WatchContext {
  readonly ledger: Ledger;
  readonly submissions: WatchSubmissions;
  readonly folders: LocalFolders;
  readonly clock: Clock;
  /** Time of the exchange in ms since 1970, this PC's own until it is known. */
  readonly exchangeNow: () => number;
  readonly schedules: Readonly<Record<string, Schedule>>;
  readonly help: Profile['help'];
  readonly terminalId: string;
  readonly pcName: string;
  readonly newId: () => string;
  /** Gives the bytes of a file; one that changes meanwhile ends as `FileChanged`. */
  readonly readBytes: (file: string) => AsyncIterable<Uint8Array>;
  /** Whether a failed submission is tried again by itself. */
  readonly willRetry: (submissionId: string) => boolean;
  readonly onStep: (step: string) => void;
  readonly timing: WatchTiming;
  readonly lease: () => LeaseKeeper;
  readonly stability: Stability;
  /** Files that have come to no end, by id, in the order in which they were taken. */
  readonly open: Map<string, WatchRecord>;
  /** When a file whose sending could not begin, or whose submission failed, is looked at again; monotonic ms. */
  readonly pauses: Map<string, { readonly tries: number; readonly until: number }>;
  readonly looks: Map<string, FolderLook>;
  /** Raised by `close`: nothing new begins. */
  readonly closing: AbortSignal;
  /** Why SFTP is not ready, as last asked. */
  sftp: AppError | null;
  /** What went wrong last with a file that stays where it is, until one gets on. */
  trouble: AppError | null;
}

/** Writes down what became of a file, durably, and keeps the list of open ones. */
export function note(
  context: WatchContext,
  fileId: string,
  event: { readonly kind: WatchKind } & WatchDetail & { readonly sha256?: string },
): Result<null> {
  const { kind, ...more } = event;
  const { ledger, open, onStep } = context;
  onStep(`watch-${kind}:before`);
  const written = ledger.watch.note(fileId, kind, more);
  if (!written.ok) return written;
  onStep(`watch-${kind}:after`);
  const record = open.get(fileId);
  if (watchEnds.includes(kind)) open.delete(fileId);
  else if (record) {
    const { sha256 = null, ...detail } = more;
    open.set(fileId, { ...record, newest: { kind, at: context.clock.now(), sha256, detail } });
  }
  return ok(null);
}

/** The folder within an outbox in which each terminal has one of its own for what it took; hidden, so no terminal takes from it. */
export const SENDING = '.sending';

export interface Places {
  readonly outbox: string;
  readonly archive: string;
  readonly error: string;
  /** This file's own folder, and the file in it. */
  readonly claimFolder: string;
  readonly claimed: string;
}

/** Where a file that was taken may be. The root is the one of then. */
export function placesOf({ folders, terminalId }: WatchContext, facts: WatchFileFacts): Places {
  const at = (kind: 'outbox' | 'archive' | 'error') =>
    path.join(facts.root, path.relative(folders.root(), folders.pathOf(facts.folderId, kind)));
  const outbox = at('outbox');
  const claimFolder = path.join(outbox, SENDING, terminalId, facts.fileId);
  return {
    outbox,
    archive: at('archive'),
    error: at('error'),
    claimFolder,
    claimed: path.join(claimFolder, facts.name),
  };
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** Lets a file rest, longer each time, because what was tried with it failed and may pass by itself. */
export function pause({ pauses, clock }: WatchContext, key: string): void {
  const tries = pauses.get(key)?.tries ?? 0;
  const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
  pauses.set(key, { tries: tries + 1, until: clock.monotonic() + ms });
}

export function isPaused({ pauses, clock }: WatchContext, key: string): boolean {
  return (pauses.get(key)?.until ?? 0) > clock.monotonic();
}

/** A file that has no id yet, among the pauses. */
export function pauseKey(folderId: string, name: string): string {
  return `${folderId}/${name}`;
}
