import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../../shared/contract/errors.ts';
import { useRequired } from '../ui/use-required.ts';
import type { ScreenId } from './screens.ts';

export interface FrameState {
  readonly screen: ScreenId;
  /** Whether the program answers; `starting` until it has for the first time. */
  readonly connection: 'starting' | 'connected' | 'lost';
  /** Why a page of the practice exchange could not be opened. */
  readonly practiceError: AppError | null;
  /** Raised when what was typed belongs to somebody who has gone: the screens begin anew. */
  readonly generation: number;
}

export interface FrameFeature {
  readonly store: StoreApi<FrameState>;
}

/** Makes the frame's feature; the program opens on the CCMS log-in. */
export function createFrameFeature(): FrameFeature {
  return {
    store: createStore<FrameState>()(() => ({
      screen: 'ccms-login',
      connection: 'starting',
      practiceError: null,
      generation: 0,
    })),
  };
}

/** Shows a screen. */
export function showScreen(feature: FrameFeature, screen: ScreenId): void {
  feature.store.setState({ screen });
}

const Context = createContext<FrameFeature | null>(null);
export const FrameProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useFrame(): FrameFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useFrameState<T>(selector: (state: FrameState) => T): T {
  return useStore(useFrame().store, useShallow(selector));
}
