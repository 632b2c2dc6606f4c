import { appError } from '../../../shared/contract/errors.ts';
import type { RealmState } from '../../../shared/contract/session.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { isOtp, normaliseOtp } from '../../../shared/model/otp.ts';
import type { RealmContext } from '../realm-context.ts';
import { acceptAnswer } from './accept-answer.ts';
import { takeStep } from './take-step.ts';

/**
 * Sends an OTP once. A text that is not as many digits as the exchange announced is `invalid-input` and is not sent: it
 * would only burn an attempt. A press that comes after the log-in was completed changes nothing.
 */
export function submitOtp(context: RealmContext, typed: string): Promise<Result<RealmState>> {
  return takeStep(context, async (signal) => {
    const state = context.current();
    if (state.kind === 'logged-in') return ok(context.shown());
    if (state.kind === 'logged-out') return err(appError('login-expired', { retry: 'now' }));
    const { challenge, prompt, userId } = state;
    const otp = normaliseOtp(typed);
    if (!isOtp(otp, prompt.length)) return err(appError('invalid-input', { details: { length: prompt.length } }));
    return acceptAnswer(context, { userId, signal }, await context.sso.sendOtp(challenge, otp, signal));
  });
}
