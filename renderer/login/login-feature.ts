import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CardState } from '../../shared/contract/card.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { PolicyState } from '../../shared/contract/policy.ts';
import type { LoginMethod, Realm, RealmState, Sessions } from '../../shared/contract/session.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export type LoginTask = 'begin' | 'card' | 'otp' | 'resend' | 'channel' | 'cancel' | 'log-out';

/** What one realm's log-in screen knows beyond the session itself. */
export interface RealmWork {
  /** The one request under way; a second Enter or click during it does nothing. */
  readonly task: LoginTask | null;
  readonly extending: boolean;
  /** The last refusal, and what had been asked for. */
  readonly failure: { readonly task: LoginTask; readonly error: AppError } | null;
  /** The user ID as typed; null while nobody has typed, so that a remembered one may come in. */
  readonly typedUserId: string | null;
  readonly remember: boolean | null;
  readonly rememberedUserId: string | null;
  /** What the operator chose at CCMS; null while nothing was chosen. */
  readonly method: LoginMethod | null;
}

export interface LoginState {
  /** The mirror of the program's sessions; null until it has answered for the first time. */
  readonly sessions: Sessions | null;
  /** The mirror of the transition policy; null until the program has answered. */
  readonly policy: PolicyState | null;
  readonly askingPolicy: boolean;
  /** The mirror of the card reader; null until the program has answered. */
  readonly card: CardState | null;
  readonly work: Readonly<Record<Realm, RealmWork>>;
}

const idle: RealmWork = {
  task: null,
  extending: false,
  failure: null,
  typedUserId: null,
  remember: null,
  rememberedUserId: null,
  method: null,
};

export interface LoginFeature {
  readonly client: Client;
  readonly store: StoreApi<LoginState>;
}

/** Makes the log-in feature with an empty store. */
export function createLoginFeature(client: Client): LoginFeature {
  return {
    client,
    store: createStore<LoginState>()(() => ({
      sessions: null,
      policy: null,
      askingPolicy: false,
      card: null,
      work: { ccms: idle, ecp: idle },
    })),
  };
}

/** Replaces the mirror of the sessions. A realm that moved on takes the refusal of its former step with it. */
export function applySessions(feature: LoginFeature, sessions: Sessions): void {
  const before = feature.store.getState().sessions;
  feature.store.setState({ sessions });
  for (const realm of ['ccms', 'ecp'] as const) {
    if (before && before[realm].kind !== sessions[realm].kind) applyWork(feature, realm, { failure: null });
  }
}

/** Puts one realm's new state into the mirror. */
export function applyRealm(feature: LoginFeature, state: RealmState): void {
  const { sessions } = feature.store.getState();
  if (sessions) applySessions(feature, { ...sessions, [state.realm]: state });
}

/** The method at CCMS: what the operator chose if it is offered; else password and OTP, unless the card is all there is. */
export function chosenMethod({ policy, work }: LoginState): LoginMethod | null {
  const offered = policy?.offered ?? [];
  const wanted = offered.find((method) => method === work.ccms.method);
  return wanted ?? offered[0] ?? null;
}

/** Changes what a realm's screen knows. */
export function applyWork(feature: LoginFeature, realm: Realm, change: Partial<RealmWork>): void {
  feature.store.setState(({ work }) => ({ work: { ...work, [realm]: { ...work[realm], ...change } } }));
}

const Context = createContext<LoginFeature | null>(null);
export const LoginProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useLogin(): LoginFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useLoginState<T>(selector: (state: LoginState) => T): T {
  return useStore(useLogin().store, useShallow(selector));
}
