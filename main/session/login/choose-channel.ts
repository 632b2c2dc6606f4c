import { appError } from '../../../shared/contract/errors.ts';
import type { OtpChannel, RealmState } from '../../../shared/contract/session.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { RealmContext } from '../realm-context.ts';
import { acceptAnswer } from './accept-answer.ts';
import { takeStep } from './take-step.ts';

/** Asks for the OTP by another way. One that the exchange has not offered is `otp-channel-unavailable` and is not asked for. */
export function chooseChannel(context: RealmContext, channel: OtpChannel): Promise<Result<RealmState>> {
  return takeStep(context, async (signal) => {
    const state = context.current();
    if (state.kind !== 'otp') return err(appError('login-expired', { retry: 'now' }));
    const { challenge, userId, prompt } = state;
    if (!prompt.channels.includes(channel)) return err(appError('otp-channel-unavailable', { retry: 'now' }));
    return acceptAnswer(context, { userId, signal }, await context.sso.chooseChannel(challenge, channel, signal));
  });
}
