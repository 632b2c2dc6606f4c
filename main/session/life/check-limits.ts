import { appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { RealmContext } from '../realm-context.ts';
import type { OpenSession } from '../realm-state.ts';

/** Ends the session when a limit has passed; gives the ms until the next limit, or null without a session. */
export function checkLimits(context: RealmContext): number | null {
  const state = context.current();
  if (state.kind !== 'logged-in') return null;
  // A request on its way is a sign of life that the exchange has yet to confirm.
  const idleEndsAt = context.underWay > 0 ? Number.POSITIVE_INFINITY : state.idleEndsAt;
  const left = Math.min(state.absoluteEndsAt, idleEndsAt) - context.clock.monotonic();
  if (left > 0) return left;
  context.become({ kind: 'logged-out', reason: state.absoluteEndsAt <= idleEndsAt ? 'absolute' : 'idle' });
  return null;
}

/** The session, if there still is one. */
export function openSessionOf(context: RealmContext): Result<OpenSession> {
  checkLimits(context);
  const state = context.current();
  return state.kind === 'logged-in' ? ok(state) : err(appError('not-logged-in', { retry: 'after-login' }));
}
