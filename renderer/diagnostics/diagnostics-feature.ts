import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DiagnosticEndpoint, DiagnosticRun, DiagnosticScope } from '../../shared/contract/diagnostics.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export type EndpointId = DiagnosticEndpoint['id'];

export interface DiagnosticsState {
  /** The mirror of the program's present or last run; null when there was none. */
  readonly run: DiagnosticRun | null;
  /** A request to begin or to end a run is on its way. */
  readonly asking: boolean;
  readonly error: AppError | null;
  /** What the person opened or closed; the others are open when they failed. */
  readonly unfolded: Readonly<Partial<Record<EndpointId, boolean>>>;
}

export interface DiagnosticsFeature {
  /** Runs of the other scope are not its own. */
  readonly scope: DiagnosticScope;
  readonly client: Client;
  readonly store: StoreApi<DiagnosticsState>;
}

/** Makes the feature with no run known yet. */
export function createDiagnosticsFeature(client: Client, scope: DiagnosticScope = 'all'): DiagnosticsFeature {
  const empty: DiagnosticsState = { run: null, asking: false, error: null, unfolded: {} };
  return { scope, client, store: createStore<DiagnosticsState>()(() => empty) };
}

const Context = createContext<DiagnosticsFeature | null>(null);
export const DiagnosticsProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useDiagnostics(): DiagnosticsFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useDiagnosticsState<T>(selector: (state: DiagnosticsState) => T): T {
  return useStore(useDiagnostics().store, useShallow(selector));
}
