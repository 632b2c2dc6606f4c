import type { CallInput } from '../../shared/contract/index.ts';
import type { SubmissionWindow } from '../../shared/contract/submission.ts';
import type { WatchView } from '../../shared/contract/watch.ts';
import type { Result } from '../../shared/lib/result.ts';

/**
 * Watch folders: takes files from the outboxes that the operator switched on, sends them by SFTP with the checks of the screen, and
 * moves each with its receipt to the archive or with the reason to the error folder. Needs nobody logged in.
 */
export interface WatchService {
  view(): Promise<WatchView>;
  /** Errors: `invalid-input`, `local-folder-unusable`, `disk-full`, `ledger-damaged`. */
  configure(choice: CallInput<'watch/configure'>): Promise<Result<WatchView>>;
  /** Whether this ECP folder takes files now, by the profile's hours and the exchange's cut-off, watched or not. */
  windowOf(folderId: string): SubmissionWindow;
  /** Whether another root may be chosen now: no file is on its way. */
  isIdle(): boolean;
  /** Errors: `watch-claim-gone`, `watch-claim-alive`, `watch-lease-elsewhere`, `watch-name-taken`, `local-folder-unusable`. */
  giveBack(claim: CallInput<'watch/giveBack'>): Promise<Result<WatchView>>;
  /** Told when the view has changed. */
  subscribe(listener: (view: WatchView) => void): () => void;
  /** Takes nothing more and gives the lease up. What is under way is found by the next start. */
  close(): Promise<void>;
}
