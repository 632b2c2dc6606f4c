import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Download, DownloadProgress, DownloadStatus } from '../../shared/contract/download.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export interface DownloadsState {
  /** The mirror of the program's state; null until it has answered. */
  readonly status: DownloadStatus | null;
  /** Newest first. */
  readonly rows: readonly Download[];
  readonly progress: Readonly<Record<string, DownloadProgress>>;
  /** Why a command was refused. */
  readonly failure: AppError | null;
}

export interface DownloadsFeature {
  readonly client: Client;
  readonly store: StoreApi<DownloadsState>;
}

const nothing: DownloadsState = { status: null, rows: [], progress: {}, failure: null };

/** Makes the feature with nothing known yet. */
export function createDownloadsFeature(client: Client): DownloadsFeature {
  return { client, store: createStore<DownloadsState>()(() => nothing) };
}

const Context = createContext<DownloadsFeature | null>(null);
export const DownloadsProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useDownloads(): DownloadsFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useDownloadsState<T>(selector: (state: DownloadsState) => T): T {
  return useStore(useDownloads().store, useShallow(selector));
}
