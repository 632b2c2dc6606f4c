import { createContext } from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AuthenticatorSecret, AuthenticatorState } from '../../shared/contract/authenticator.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import type { Client } from '../client/client.ts';
import { useRequired } from '../ui/use-required.ts';

export type AuthenticatorTask = 'load' | 'begin' | 'confirm' | 'remove' | 'fill-in';

export interface AuthenticatorView {
  /** What the exchange says of the user who is logged in; null until it has. */
  readonly state: AuthenticatorState | null;
  /** On the screen until it is confirmed or left, then nowhere. */
  readonly secret: AuthenticatorSecret | null;
  readonly canFillIn: boolean;
  readonly task: AuthenticatorTask | null;
  readonly failure: AppError | null;
}

export interface AuthenticatorFeature {
  readonly client: Client;
  readonly store: StoreApi<AuthenticatorView>;
}

const nothing: AuthenticatorView = { state: null, secret: null, canFillIn: false, task: null, failure: null };

export function createAuthenticatorFeature(client: Client): AuthenticatorFeature {
  return { client, store: createStore<AuthenticatorView>()(() => nothing) };
}

const Context = createContext<AuthenticatorFeature | null>(null);
export const AuthenticatorProvider = Context.Provider;

/** The feature, to hand to an action. */
export function useAuthenticator(): AuthenticatorFeature {
  return useRequired(Context);
}

/** What a component shows; it renders again when that changes. */
export function useAuthenticatorView<T>(selector: (view: AuthenticatorView) => T): T {
  return useStore(useAuthenticator().store, useShallow(selector));
}
