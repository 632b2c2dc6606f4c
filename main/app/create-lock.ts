import type { AppError } from '../../shared/contract/errors.ts';
import type { CallName } from '../../shared/contract/index.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { createLockService } from '../lock/create-lock-service.ts';
import type { LockService } from '../lock/lock-service.ts';
import type { Profile } from '../profile/profile.ts';
import type { SessionService } from '../session/session-service.ts';
import { allowedWhileLocked } from './handlers/lock.ts';
import type { SettingsStore } from './settings-store.ts';

export interface LockParts {
  readonly profile: Profile;
  readonly settings: SettingsStore;
  readonly sessions: SessionService;
  readonly clock: Clock;
}

/** A firm's bound where its profile names none, in minutes. */
const DEFAULT_LONGEST_MINUTES = 15;

/** Composes the lock: the profile bounds it, the operator chooses within. */
export function createLock({ profile, settings, sessions, clock }: LockParts): LockService {
  const longestMinutes = profile.lock ? profile.lock.longestMinutes : DEFAULT_LONGEST_MINUTES;
  return createLockService({ sessions, clock, longestMinutes, chosen: () => settings.get().lockAfterMinutes });
}

/** Why a call is not answered now: the terminal is locked, and the call is none that unlocking needs. */
export function refusalByLock(lock: LockService): (name: CallName) => AppError | null {
  return (name) => {
    const refusal = lock.refusal();
    return allowedWhileLocked.has(name) ? null : refusal;
  };
}
