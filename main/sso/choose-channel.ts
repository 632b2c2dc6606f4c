import type { OtpChannel } from '../../shared/contract/session.ts';
import type { Result } from '../../shared/lib/result.ts';
import { sendChallenge } from './send-challenge.ts';
import type { Challenge, ChallengeStep } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/** Asks the exchange to expect the OTP by another way; the count of failures goes on. */
export async function chooseChannel(
  context: SsoContext,
  challenge: Challenge,
  step: { readonly channel: OtpChannel; readonly signal: AbortSignal },
): Promise<Result<ChallengeStep>> {
  const members = { auth_session: challenge.authSession, otp_channel: step.channel };
  return sendChallenge(context, challenge, { members, signal: step.signal });
}
