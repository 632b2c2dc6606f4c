import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export interface PlaceState {
  /** The path that was told last, and whether it could be put on the clipboard. */
  readonly told: { readonly path: string; readonly isCopied: boolean } | null;
  readonly failure: AppError | null;
}

export interface PlaceFeature {
  readonly client: Client;
  readonly store: StoreApi<PlaceState>;
}

const nothing: PlaceState = { told: null, failure: null };

/** Makes the feature with nothing shown yet. */
export function createPlaceFeature(client: Client): PlaceFeature {
  return { client, store: createStore<PlaceState>()(() => nothing) };
}

const Context = createContext<PlaceFeature | null>(null);
export const PlaceProvider = Context.Provider;

/** The feature, to hand to an action. */
export function usePlace(): PlaceFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function usePlaceState<T>(selector: (state: PlaceState) => T): T {
  return useStore(usePlace().store, useShallow(selector));
}
