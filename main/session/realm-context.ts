import type { Realm, RealmState } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { SsoClient } from '../sso/sso-client.ts';
import { type EndReason, type InnerState, type OpenSession, showState } from './realm-state.ts';

export interface RealmOptions {
  readonly realm: Realm;
  readonly sso: SsoClient;
  readonly clock: Clock;
  /** Called after each change of the state. */
  readonly changed: () => void;
}

/** What the verbs of one realm share. Its state changes only through `become`. */
export interface RealmContext {
  readonly sso: SsoClient;
  readonly clock: Clock;
  readonly current: () => InnerState;
  readonly become: (next: InnerState) => void;
  readonly shown: () => RealmState;
  /** The step of a log-in that is on the wire; there is never a second one. */
  step: AbortController | null;
  /** The refresh that is on the wire; all who need one wait for the same. */
  refreshing: { readonly id: symbol; readonly result: Promise<Result<OpenSession>> } | null;
  /** How many requests with the access token have no answer yet. */
  underWay: number;
}

/** Begins logged out. */
export function createRealmContext({ realm, sso, clock, changed }: RealmOptions): RealmContext {
  let inner: InnerState = { kind: 'logged-out', reason: 'never' };
  return {
    sso,
    clock,
    current: () => inner,
    become: (next) => {
      inner = next;
      changed();
    },
    shown: () => showState(realm, inner, clock),
    step: null,
    refreshing: null,
    underWay: 0,
  };
}

/** Ends whatever there is at once: the step on the wire, the log-in, the session with its tokens. */
export function leave(context: RealmContext, reason: EndReason): void {
  context.step?.abort();
  context.step = null;
  if (context.current().kind !== 'logged-out') context.become({ kind: 'logged-out', reason });
}

/** True while the session is the one that was asked about: neither ended nor replaced meanwhile. */
export function isStill(context: RealmContext, session: OpenSession): boolean {
  const state = context.current();
  return state.kind === 'logged-in' && state.id === session.id;
}
