import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LockState } from '../../shared/contract/lock.ts';
import type { Client } from '../client/client.ts';
import { applySessions, createLoginFeature, type LoginFeature } from '../login/login-feature.ts';
import { useRequired } from '../ui/use-required.ts';
import { createUnlockClient } from './unlock-client.ts';

export interface LockStore {
  /** The mirror of the program's lock; null until it has answered for the first time. */
  readonly lock: LockState | null;
}

export interface LockFeature {
  readonly client: Client;
  readonly store: StoreApi<LockStore>;
  /** The log-in by which one unlocks, with what was typed for it. */
  readonly unlocking: LoginFeature;
}

/** Makes the feature that mirrors the lock. */
export function createLockFeature(client: Client): LockFeature {
  return {
    client,
    store: createStore<LockStore>()(() => ({ lock: null })),
    unlocking: createLoginFeature(createUnlockClient(client)),
  };
}

/** Replaces the mirror. */
export function applyLock(feature: LockFeature, lock: LockState): void {
  if (lock.kind === 'locked') applySessions(feature.unlocking, lock.proofs);
  feature.store.setState({ lock });
}

/** Whether the terminal is locked, as far as the page knows. */
export function isLocked(feature: LockFeature): boolean {
  return feature.store.getState().lock?.kind === 'locked';
}

const Context = createContext<LockFeature | null>(null);
export const LockProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useLock(): LockFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useLockState<T>(selector: (state: LockStore) => T): T {
  return useStore(useLock().store, useShallow(selector));
}
