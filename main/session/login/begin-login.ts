import { appError } from '../../../shared/contract/errors.ts';
import type { RealmState } from '../../../shared/contract/session.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { RealmContext } from '../realm-context.ts';
import { acceptAnswer } from './accept-answer.ts';
import { takeStep } from './take-step.ts';

/** Sends user ID and password. `login-in-progress` when there is a log-in or a session already. */
export function beginLogin(
  context: RealmContext,
  input: { readonly userId: string; readonly password: string },
): Promise<Result<RealmState>> {
  return takeStep(context, async (signal) => {
    if (context.current().kind !== 'logged-out') return err(appError('login-in-progress'));
    return acceptAnswer(context, { userId: input.userId, signal }, await context.sso.begin(input, signal));
  });
}
