import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { isStill, type RealmContext } from '../realm-context.ts';
import { type OpenSession, openSession } from '../realm-state.ts';

async function askForTokens(context: RealmContext, session: OpenSession): Promise<Result<OpenSession>> {
  const askedAt = context.clock.monotonic();
  // Shared by all who wait for it: nobody's own cancel ends it.
  const tokens = await context.sso.refresh(session.tokens, new AbortController().signal);
  if (!isStill(context, session)) return err(appError('session-ended', { retry: 'after-login' }));
  if (!tokens.ok) {
    if (tokens.error.code === 'session-ended') context.become({ kind: 'logged-out', reason: 'by-exchange' });
    return tokens;
  }
  const next = openSession(tokens.value, askedAt, session);
  context.become(next);
  return ok(next);
}

/** Renews the session's tokens and limits; however many ask at once, one request goes out. */
export function refreshSession(context: RealmContext, session: OpenSession): Promise<Result<OpenSession>> {
  const { refreshing } = context;
  if (refreshing !== null && refreshing.id === session.id) return refreshing.result;
  const own = {
    id: session.id,
    result: askForTokens(context, session).finally(() => {
      if (context.refreshing === own) context.refreshing = null;
    }),
  };
  context.refreshing = own;
  return own.result;
}
