import type { CheckResult } from '../../shared/contract/activity.ts';
import type { AppEvent, FilePurpose } from '../../shared/contract/index.ts';
import type { LockReason } from '../../shared/contract/lock.ts';
import type { ReadinessView } from '../../shared/contract/readiness.ts';
import type { Draft } from '../../shared/contract/submission.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Http } from '../http/http.ts';
import type { FileManager } from '../local-folders/show-place.ts';
import type { Profile } from '../profile/profile.ts';
import type { WatchTiming } from '../watch/context.ts';
import type { SpawnCard } from './fork-card.ts';

export interface AppConfig {
  readonly dataFolder: string;
  readonly profile: Profile;
  readonly host: 'electron' | 'web' | 'cli';
  readonly version: string;
  /** Where the local folders are, as whoever started the program said; it goes before the operator's choice. */
  readonly filesRoot?: string | null;
  /**
   * False: what an earlier program left open is asked for when somebody wants to know it, and nothing is sent by itself. Not given: what
   * was interrupted is finished.
   */
  readonly resumes?: boolean;
}

/** What the world outside gives; a test gives its own. */
export interface AppAdapters {
  readonly clock: Clock;
  readonly http: Http;
  readonly credentials: CredentialStore;
  /** Told before and after each durable step of a submission, by name; the kill tests end the process there. */
  readonly onStep?: (step: string) => void;
  /** Starts the process that touches the smart card; absent: no cards. */
  readonly spawnCard?: SpawnCard;
  /** Opens an address in the person's browser; absent where the page itself must do it. */
  readonly openExternal?: (url: string) => Promise<void>;
  /** Lets the person choose a folder of this PC or of a share; null: they did not. Absent where the host has no such window. */
  readonly chooseFolder?: () => Promise<string | null>;
  /** Shows files and folders to the person; absent where the host cannot. */
  readonly fileManager?: FileManager;
  /** How often the watch folders are looked at and the like; a test is in a hurry. */
  readonly watchTiming?: Partial<WatchTiming>;
}

/** A file on its way in: a name, a purpose and its bytes. */
export interface IncomingFile {
  readonly fileName: string;
  readonly purpose: FilePurpose;
  /** The size that was announced, in bytes; another size at the end is `file-changed`. Null when unknown. */
  readonly expectedSize: number | null;
  /** Begins the bytes. Throwing means that the file vanished or became unreadable. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** False: a command brought it, no person chose it. */
  readonly attended?: boolean;
}

/** What becomes of a file, by its purpose. */
export type AddedFile = Draft | CheckResult | ReadinessView;

/** The composed program without any transport. Both hosts and all tests hold one of these. */
export interface App {
  /** Runs a call of the contract. Unknown names and bad input are answered, never thrown. */
  dispatch(name: string, input: unknown): Promise<Result<unknown>>;
  addFile(file: IncomingFile): Promise<Result<AddedFile>>;
  /** The same calls as far as the command line may use them, some of them while the terminal is locked, too. */
  readonly commandLine: Pick<App, 'dispatch' | 'addFile'>;
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Writes to the log what went wrong in a host: its class and place, never its message. */
  onTrouble(cause: unknown): void;
  /** Locks the terminal for a reason that lies outside of it. */
  lock(reason: LockReason): void;
  close(): Promise<void>;
}
