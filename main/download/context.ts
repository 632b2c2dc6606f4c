import type { DownloadStatus } from '../../shared/contract/download.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LocalFolders } from '../local-folders/local-folders.ts';
import type { Profile } from '../profile/profile.ts';
import type { DownloadDoor, DownloadEvent } from './download-service.ts';

/** What the profile says about files that come from the exchange. */
export type DownloadPlan = NonNullable<NonNullable<Profile['sftp']>['download']>;

/** A file that is being fetched or waits for its turn. */
export interface Live {
  readonly controller: AbortController;
  state: 'waiting' | 'fetching';
}

/** What the verbs of this folder share. */
export interface DownloadContext {
  readonly ledger: Pick<Ledger, 'catalogue' | 'downloads' | 'sentFiles' | 'submission' | 'submissionsOf'>;
  readonly plan: DownloadPlan;
  readonly door: DownloadDoor;
  readonly localFolders: LocalFolders;
  /** Whom to call. */
  readonly help: Profile['help'];
  readonly clock: Clock;
  readonly publish: (event: DownloadEvent) => void;
  readonly onStep: (step: string) => void;
  readonly newId: () => string;
  /** Waits until so many bytes may be asked for. */
  readonly pace: (bytes: number, signal: AbortSignal) => Promise<void>;
  /** Waits so many ms; ends early, without an error, when the signal is raised. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly live: Map<string, Live>;
  /** Changes the status and tells it, with the rows of these downloads. */
  readonly tell: (change: Partial<DownloadStatus>, downloadIds?: readonly string[]) => void;
}
