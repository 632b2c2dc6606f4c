import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { LinkVerdict, PasswordChange } from '../../shared/contract/recovery.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export type RecoveryTask = 'request' | 'check' | 'set';

export interface RecoveryView {
  /** What the exchange offers; null until the program has said it. */
  readonly offer: CallOutput<'recovery/describe'> | null;
  /** True once a mail was asked for; never whether one was sent. */
  readonly asked: boolean;
  readonly verdict: LinkVerdict | null;
  readonly change: PasswordChange | null;
  readonly task: RecoveryTask | null;
  readonly failure: { readonly task: RecoveryTask; readonly error: AppError } | null;
}

export interface RecoveryFeature {
  readonly client: Client;
  readonly store: StoreApi<RecoveryView>;
}

const nothing: RecoveryView = { offer: null, asked: false, verdict: null, change: null, task: null, failure: null };

export function createRecoveryFeature(client: Client): RecoveryFeature {
  return { client, store: createStore<RecoveryView>()(() => nothing) };
}

/** Begins anew, with nothing of the last time. */
export function resetRecovery({ store }: RecoveryFeature): void {
  store.setState({ ...nothing, offer: store.getState().offer });
}

const Context = createContext<RecoveryFeature | null>(null);
export const RecoveryProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useRecovery(): RecoveryFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useRecoveryView<T>(selector: (view: RecoveryView) => T): T {
  return useStore(useRecovery().store, useShallow(selector));
}
