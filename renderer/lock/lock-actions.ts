import { applyLock, type LockFeature } from './lock-feature.ts';

/** Queries whether the terminal is locked, and the card reader, for whoever unlocks by card. */
export async function loadLock(feature: LockFeature): Promise<void> {
  const [lock, card] = await Promise.all([
    feature.client.call('lock/state', {}),
    feature.client.call('card/state', {}),
  ]);
  if (card.ok) feature.unlocking.store.setState({ card: card.value });
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
