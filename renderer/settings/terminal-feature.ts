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
  /** Choices on their way to the program, oldest first. What the program says meanwhile is older than they are. */
  readonly choosing: readonly Partial<Settings>[];
}

export interface TerminalFeature {
  readonly client: Client;
  readonly store: StoreApi<TerminalState>;
}

/** Makes the feature that mirrors the program's status and settings. */
export function createTerminalFeature(client: Client): TerminalFeature {
  return { client, store: createStore<TerminalState>()(() => ({ status: null, settings: null, choosing: [] })) };
}

/** Queries status and settings. */
export async function loadTerminal(feature: TerminalFeature): Promise<void> {
  const [status, settings] = await Promise.all([
    feature.client.call('terminal/status', {}),
    feature.client.call('settings/get', {}),
  ]);
  if (status.ok) feature.store.setState({ status: status.value });
  if (settings.ok) applySettings(feature, settings.value);
}

/** Takes over what the program says of the settings, but not against a choice that it has not answered yet. */
export function applySettings({ store }: TerminalFeature, settings: Settings): void {
  store.setState(({ choosing }) => ({ settings: Object.assign({}, settings, ...choosing) as Settings }));
}

/** Changes settings: shown at once, and as the program has them as soon as it has answered. */
export async function changeSettings(feature: TerminalFeature, change: Partial<Settings>): Promise<void> {
  const { client, store } = feature;
  const choice = { ...change };
  store.setState(({ settings, choosing }) => ({
    settings: settings && { ...settings, ...choice },
    choosing: [...choosing, choice],
  }));
  const answer = await client.call('settings/change', change);
  // An answer that a later choice has overtaken says nothing new, and neither do those before it.
  const isOvertaken = !store.getState().choosing.includes(choice);
  store.setState(({ choosing }) => ({ choosing: choosing.slice(choosing.indexOf(choice) + 1) }));
  if (isOvertaken) return;
  if (answer.ok) applySettings(feature, answer.value);
  else await loadTerminal(feature);
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
