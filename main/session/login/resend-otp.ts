import { appError } from '../../../shared/contract/errors.ts';
import type { RealmState } from '../../../shared/contract/session.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { RealmContext } from '../realm-context.ts';
import { acceptAnswer } from './accept-answer.ts';
import { takeStep } from './take-step.ts';

/** Asks for a new OTP; before the time that the exchange named nothing is sent (`resend-too-early`). */
export function resendOtp(context: RealmContext): Promise<Result<RealmState>> {
  return takeStep(context, async (signal) => {
    const state = context.current();
    if (state.kind !== 'otp') return err(appError('login-expired', { retry: 'now' }));
    const { challenge, userId, resendAt } = state;
    const resendInMs = Math.ceil(resendAt - context.clock.monotonic());
    if (resendInMs > 0) return err(appError('resend-too-early', { retry: 'now', details: { resendInMs } }));
    return acceptAnswer(context, { userId, signal }, await context.sso.resendOtp(challenge, signal));
  });
}
