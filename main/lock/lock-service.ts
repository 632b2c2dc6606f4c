import type { AppError } from '../../shared/contract/errors.ts';
import type { LockReason, LockState } from '../../shared/contract/lock.ts';
import type { SessionService } from '../session/session-service.ts';

/**
 * Holds the terminal shut while its operator is away. The sessions stay, and submissions under way go on; whoever holds a
 * session unlocks by proving to the exchange, completely, to be the same person.
 */
export interface LockService {
  state(): LockState;
  /** Locks at once. With nobody logged in nothing locks; locked already, the first reason stays. */
  lock(reason: LockReason): void;
  /** The operator has pressed a key or clicked. */
  present(): void;
  /** `locked` while it is; looks at the clocks first, so that a sleep is noticed before anything is answered. */
  refusal(): AppError | null;
  /** Unlocking, as a log-in of a holder; a complete one opens the lock. */
  readonly unlocking: Pick<
    SessionService,
    'state' | 'begin' | 'beginCard' | 'submitOtp' | 'resendOtp' | 'chooseChannel' | 'cancel'
  >;
  /** Instead of unlocking: ends both sessions. */
  logOut(): Promise<void>;
  subscribe(listener: (state: LockState) => void): () => void;
  close(): void;
}
