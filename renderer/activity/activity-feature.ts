import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ActivityPage, CheckResult } from '../../shared/contract/activity.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { ParsedInput } from '../../shared/contract/index.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export type ActivityQuery = ParsedInput<'activity/query'>;

/** A local file that is being, or was, compared with what the exchange holds. */
export type Check =
  | { readonly kind: 'reading'; readonly fileName: string; readonly part: number }
  | { readonly kind: 'done'; readonly result: CheckResult }
  | { readonly kind: 'failed'; readonly fileName: string; readonly error: AppError };

export interface ActivityState {
  readonly query: ActivityQuery;
  readonly page: ActivityPage | null;
  readonly error: AppError | null;
  readonly loading: boolean;
  /** The reference of the row whose details are shown. */
  readonly shown: string | null;
  readonly check: Check | null;
}

export interface ActivityFeature {
  readonly client: Client;
  readonly store: StoreApi<ActivityState>;
  /** Counts queries, so that the answer of an overtaken one is dropped. */
  readonly counter: { last: number };
}

/** Makes the activity feature with nothing queried yet. */
export function createActivityFeature(client: Client): ActivityFeature {
  const query: ActivityQuery = { text: '', verdict: null, from: null, to: null, sort: 'receivedAt', descending: true };
  const empty: ActivityState = { query, page: null, error: null, loading: false, shown: null, check: null };
  return { client, store: createStore<ActivityState>()(() => empty), counter: { last: 0 } };
}

const Context = createContext<ActivityFeature | null>(null);
export const ActivityProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useActivity(): ActivityFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useActivityState<T>(selector: (state: ActivityState) => T): T {
  return useStore(useActivity().store, useShallow(selector));
}
