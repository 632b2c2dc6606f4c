import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { WatchView } from '../../shared/contract/watch.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export type WatchTask = 'configure' | 'choose-root' | 'give-back';

export interface WatchState {
  /** The mirror of the program's watch folders; null until it has answered. */
  readonly view: WatchView | null;
  readonly task: WatchTask | null;
  readonly failure: AppError | null;
  /** The folder whose settings are open. */
  readonly opened: string | null;
  /** The stranger's file whose return waits for a yes. */
  readonly returning: string | null;
}

export interface WatchFeature {
  readonly client: Client;
  readonly store: StoreApi<WatchState>;
}

const nothing: WatchState = { view: null, task: null, failure: null, opened: null, returning: null };

export function createWatchFeature(client: Client): WatchFeature {
  return { client, store: createStore<WatchState>()(() => nothing) };
}

const Context = createContext<WatchFeature | null>(null);
export const WatchProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useWatch(): WatchFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useWatchState<T>(selector: (state: WatchState) => T): T {
  return useStore(useWatch().store, useShallow(selector));
}
