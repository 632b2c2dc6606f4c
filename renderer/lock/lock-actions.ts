import { applyLock, type LockFeature } from './lock-feature.ts';

/** Queries whether the terminal is locked. */
export async function loadLock(feature: LockFeature): Promise<void> {
  const lock = await feature.client.call('lock/state', {});
  if (lock.ok) applyLock(feature, lock.value);
}

/** Locks the terminal; with nobody logged in nothing happens. */
export async function lockTerminal(feature: LockFeature): Promise<void> {
  const lock = await feature.client.call('lock/lock', {});
  if (lock.ok) applyLock(feature, lock.value);
}

/** Logs out of both realms instead of unlocking. True when it is done. */
export async function logOutInstead(feature: LockFeature): Promise<boolean> {
  const lock = await feature.client.call('lock/logOut', {});
  if (lock.ok) applyLock(feature, lock.value);
  return lock.ok;
}
