import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { ReadinessView } from '../../shared/contract/readiness.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';
import { everybody, type UserQuery } from './select-users.ts';

export interface ReadinessState {
  /** The mirror of the program's view; null until it has answered for the first time. */
  readonly view: ReadinessView | null;
  readonly query: UserQuery;
  /** The one request under way. */
  readonly task: 'ask' | 'import' | 'clear' | null;
  /** Why the last file was refused as a whole. */
  readonly importError: AppError | null;
}

export interface ReadinessFeature {
  readonly client: Client;
  readonly store: StoreApi<ReadinessState>;
}

/** Makes the readiness feature with nothing queried yet. */
export function createReadinessFeature(client: Client): ReadinessFeature {
  const empty: ReadinessState = { view: null, query: everybody, task: null, importError: null };
  return { client, store: createStore<ReadinessState>()(() => empty) };
}

const Context = createContext<ReadinessFeature | null>(null);
export const ReadinessProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useReadiness(): ReadinessFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useReadinessState<T>(selector: (state: ReadinessState) => T): T {
  return useStore(useReadiness().store, useShallow(selector));
}
