import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings, TerminalStatus } from '../../shared/contract/terminal.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export interface TerminalState {
  /** The mirrors of what the program says of itself; null until it has. */
  readonly status: TerminalStatus | null;
  readonly settings: Settings | null;
}

export interface TerminalFeature {
  readonly client: Client;
  readonly store: StoreApi<TerminalState>;
}

/** Makes the feature that mirrors the program's status and settings. */
export function createTerminalFeature(client: Client): TerminalFeature {
  return { client, store: createStore<TerminalState>()(() => ({ status: null, settings: null })) };
}

/** Queries status and settings. */
export async function loadTerminal(feature: TerminalFeature): Promise<void> {
  const [status, settings] = await Promise.all([
    feature.client.call('terminal/status', {}),
    feature.client.call('settings/get', {}),
  ]);
  if (status.ok) feature.store.setState({ status: status.value });
  if (settings.ok) feature.store.setState({ settings: settings.value });
}

/** Changes settings; what is shown follows the program's answer. */
export async function changeSettings(feature: TerminalFeature, change: Partial<Settings>): Promise<void> {
  const settings = await feature.client.call('settings/change', change);
  if (settings.ok) feature.store.setState({ settings: settings.value });
}

const Context = createContext<TerminalFeature | null>(null);
export const TerminalProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useTerminal(): TerminalFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useTerminalState<T>(selector: (state: TerminalState) => T): T {
  return useStore(useTerminal().store, useShallow(selector));
}
