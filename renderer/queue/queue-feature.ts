import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { QueueItem, QueueItemState, QueueTotals } from '../../shared/contract/queue.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

/** What of the queue is listed. */
export const queueFilters = ['all', 'open', 'attention', 'done'] as const;
export type QueueFilter = (typeof queueFilters)[number];

/** The states that a filter lists; null: all. */
export const statesOf: Readonly<Record<QueueFilter, QueueItemState[] | null>> = {
  all: null,
  open: ['running', 'waiting', 'paused', 'retrying'],
  attention: ['in-doubt', 'failed', 'refused'],
  done: ['done'],
};

export interface QueueState {
  /** The mirror of the program's queue; null until it has answered. */
  readonly totals: QueueTotals | null;
  /** The rows that are listed, a page of `total`. */
  readonly items: readonly QueueItem[];
  readonly total: number;
  readonly offset: number;
  readonly filter: QueueFilter;
  /** Why a command was refused, and of which file it spoke. */
  readonly failure: { readonly error: AppError; readonly fileName: string | null } | null;
  /** The row that is explained below the table. */
  readonly lookedAt: string | null;
  /** The file whose cancellation waits for a yes. */
  readonly cancelling: QueueItem | null;
}

export interface QueueFeature {
  readonly client: Client;
  readonly store: StoreApi<QueueState>;
  /** The rows are asked for only while somebody sees them, and once at a time. */
  readonly asking: { shown: boolean; underWay: boolean; again: boolean };
}

const empty: QueueState = {
  totals: null,
  items: [],
  total: 0,
  offset: 0,
  filter: 'all',
  failure: null,
  lookedAt: null,
  cancelling: null,
};

/** Makes the queue's feature with an empty store. */
export function createQueueFeature(client: Client): QueueFeature {
  return {
    client,
    store: createStore<QueueState>()(() => empty),
    asking: { shown: false, underWay: false, again: false },
  };
}

const Context = createContext<QueueFeature | null>(null);
export const QueueProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useQueue(): QueueFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useQueueState<T>(selector: (state: QueueState) => T): T {
  return useStore(useQueue().store, useShallow(selector));
}
