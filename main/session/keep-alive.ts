import { appError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import type { ProtectedAnswer, SsoClient } from '../sso/sso-client.ts';
import { type InnerState, type OpenSession, openSession } from './realm-state.ts';

export interface KeepAliveOptions {
  readonly sso: SsoClient;
  readonly clock: Clock;
  readonly current: () => InnerState;
  readonly become: (next: InnerState) => void;
}

/** The life of an open session: use it, refresh it, and end it when a limit has passed or the exchange says so. */
export interface KeepAlive {
  authorized(request: HttpRequest): Promise<Result<HttpResponse>>;
  refresh(): Promise<Result<OpenSession>>;
  checkLimits(): number | null;
}

/** An access token with less than this left is renewed first, so that it does not end on its way. */
const RENEW_BEFORE_MS = 30_000;
/** A sign of life that moves the idle limit by less is not worth an event. */
const NOTABLE_MS = 1_000;

/** Keeps the session that `current` holds; every change goes through `become`. */
export function createKeepAlive(options: KeepAliveOptions): KeepAlive {
  const { sso, clock, current, become } = options;
  let refreshing: Promise<Result<OpenSession>> | null = null;
  let underWay = 0;

  function checkLimits(): number | null {
    const state = current();
    if (state.kind !== 'logged-in') return null;
    const now = clock.monotonic();
    if (now >= state.absoluteEndsAt) become({ kind: 'logged-out', reason: 'absolute' });
    // A request on its way is a sign of life that the exchange has yet to confirm.
    else if (now >= state.idleEndsAt && underWay === 0) become({ kind: 'logged-out', reason: 'idle' });
    else
      return Math.max(
        0,
        Math.min(state.absoluteEndsAt, underWay > 0 ? Number.POSITIVE_INFINITY : state.idleEndsAt) - now,
      );
    return null;
  }

  function open(): Result<OpenSession> {
    checkLimits();
    const state = current();
    return state.kind === 'logged-in' ? ok(state) : err(appError('not-logged-in', { retry: 'after-login' }));
  }

  /** True while the session is the one that was asked about: neither ended nor replaced meanwhile. */
  function isStill(session: OpenSession): boolean {
    const state = current();
    return state.kind === 'logged-in' && state.tokens.refreshToken === session.tokens.refreshToken;
  }

  const ended = () => err(appError('session-ended', { retry: 'after-login' }));

  async function askForTokens(session: OpenSession): Promise<Result<OpenSession>> {
    const askedAt = clock.monotonic();
    // Shared by all who wait for it: nobody's own cancel ends it.
    const tokens = await sso.refresh(session.tokens, new AbortController().signal);
    if (!isStill(session)) return ended();
    if (!tokens.ok) {
      if (tokens.error.code === 'session-ended') become({ kind: 'logged-out', reason: 'by-exchange' });
      return tokens;
    }
    const next = openSession(tokens.value, askedAt, session.absoluteEndsAt);
    become(next);
    return ok(next);
  }

  function refreshOpen(session: OpenSession): Promise<Result<OpenSession>> {
    refreshing ??= askForTokens(session).finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  /** The session with an access token that lasts. While the exchange cannot be reached the old one serves to its end. */
  async function lasting(): Promise<Result<OpenSession>> {
    const session = open();
    if (!session.ok || session.value.accessEndsAt - clock.monotonic() > RENEW_BEFORE_MS) return session;
    const renewed = await refreshOpen(session.value);
    if (renewed.ok || !isStill(session.value)) return renewed;
    return session.value.accessEndsAt > clock.monotonic() ? session : renewed;
  }

  function countAsUse(session: OpenSession, askedAt: number): void {
    const state = current();
    if (state.kind !== 'logged-in' || !isStill(session)) return;
    const idleEndsAt = Math.max(state.idleEndsAt, askedAt + state.tokens.idleSeconds * 1_000);
    if (idleEndsAt - state.idleEndsAt >= NOTABLE_MS) become({ ...state, idleEndsAt });
  }

  async function send(session: OpenSession, request: HttpRequest): Promise<Result<ProtectedAnswer>> {
    const askedAt = clock.monotonic();
    underWay += 1;
    try {
      const answer = await sso.sendProtected(session.tokens, request);
      if (answer.ok && !answer.value.tokenRefused) countAsUse(session, askedAt);
      return answer;
    } finally {
      underWay -= 1;
    }
  }

  async function authorized(request: HttpRequest): Promise<Result<HttpResponse>> {
    const session = await lasting();
    if (!session.ok) return session;
    const first = await send(session.value, request);
    if (!first.ok) return first;
    if (!first.value.tokenRefused) return ok(first.value.response);
    if (!isStill(session.value)) return ended();
    const renewed = await refreshOpen(session.value);
    if (!renewed.ok) return renewed;
    const second = await send(renewed.value, request);
    if (!second.ok) return second;
    if (!second.value.tokenRefused) return ok(second.value.response);
    // A fresh token is refused too: for the exchange there is no such session.
    if (isStill(renewed.value)) become({ kind: 'logged-out', reason: 'by-exchange' });
    return ended();
  }

  return {
    authorized,
    checkLimits,
    refresh: async () => {
      const session = open();
      return session.ok ? refreshOpen(session.value) : session;
    },
  };
}
