import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../../http/http.ts';
import type { ProtectedAnswer } from '../../sso/sso-client.ts';
import { isStill, type RealmContext } from '../realm-context.ts';
import type { OpenSession } from '../realm-state.ts';
import { openSessionOf } from './check-limits.ts';
import { refreshSession } from './refresh-session.ts';

/** An access token with less than this left is renewed first, so that it does not end on its way. */
const RENEW_BEFORE_MS = 30_000;
/** A sign of life that moves the idle limit by less is not worth an event. */
const NOTABLE_MS = 1_000;

/** A refresh that failed says nothing about the request behind it, of which nothing has had any effect. */
async function renew(context: RealmContext, session: OpenSession): Promise<Result<OpenSession>> {
  const renewed = await refreshSession(context, session);
  if (renewed.ok || renewed.error.details?.bodySent === undefined) return renewed;
  return err({ ...renewed.error, details: { ...renewed.error.details, bodySent: 0 } });
}

/** The session that the same person has opened in the place of one that is over, as unlocking does. */
function successor(context: RealmContext, session: OpenSession): Result<OpenSession> {
  const now = openSessionOf(context);
  const isSamePerson = now.ok && now.value.tokens.userId === session.tokens.userId;
  return isSamePerson ? now : err(appError('session-ended', { retry: 'after-login' }));
}

/** The session with an access token that lasts. While the exchange cannot be reached the old one serves to its end. */
async function lastingSession(context: RealmContext): Promise<Result<OpenSession>> {
  const session = openSessionOf(context);
  if (!session.ok || session.value.accessEndsAt - context.clock.monotonic() > RENEW_BEFORE_MS) return session;
  const renewed = await renew(context, session.value);
  if (renewed.ok) return renewed;
  if (!isStill(context, session.value)) return successor(context, session.value);
  return session.value.accessEndsAt > context.clock.monotonic() ? session : renewed;
}

function countAsUse(context: RealmContext, session: OpenSession, askedAt: number): void {
  const state = context.current();
  if (state.kind !== 'logged-in' || !isStill(context, session)) return;
  const idleEndsAt = askedAt + state.tokens.idleSeconds * 1_000;
  if (idleEndsAt - state.idleEndsAt >= NOTABLE_MS) context.become({ ...state, idleEndsAt });
}

async function send(
  context: RealmContext,
  session: OpenSession,
  request: HttpRequest,
): Promise<Result<ProtectedAnswer>> {
  const askedAt = context.clock.monotonic();
  context.underWay += 1;
  try {
    const answer = await context.sso.sendProtected(session.tokens, request);
    if (answer.ok && !answer.value.tokenRefused) countAsUse(context, session, askedAt);
    return answer;
  } finally {
    context.underWay -= 1;
  }
}

function endedByExchange(context: RealmContext, session: OpenSession): Result<never> {
  if (isStill(context, session)) context.become({ kind: 'logged-out', reason: 'by-exchange' });
  return err(appError('session-ended', { retry: 'after-login' }));
}

/**
 * Sends a request with the access token. A token that the exchange refuses is renewed once and the request sent once more;
 * a second refusal ends the session here too (`session-ended`), and so does an address that wants the person to log in again.
 */
export async function sendAuthorized(context: RealmContext, request: HttpRequest): Promise<Result<HttpResponse>> {
  const session = await lastingSession(context);
  if (!session.ok) return session;
  const first = await send(context, session.value, request);
  if (!first.ok) return first;
  if (!first.value.tokenRefused) return ok(first.value.response);
  if (first.value.loginWanted) return endedByExchange(context, session.value);
  const isOver = !isStill(context, session.value);
  const renewed = isOver ? successor(context, session.value) : await renew(context, session.value);
  if (!renewed.ok) return renewed;
  const second = await send(context, renewed.value, request);
  if (!second.ok) return second;
  if (!second.value.tokenRefused) return ok(second.value.response);
  // A fresh token is refused too: for the exchange there is no such session.
  return endedByExchange(context, renewed.value);
}
