import type { Result } from '../../shared/lib/result.ts';
import { sendChallenge } from './send-challenge.ts';
import type { Challenge, ChallengeStep } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/** Asks the exchange to send a new OTP; the count of failures goes on. */
export async function resendOtp(
  context: SsoContext,
  challenge: Challenge,
  signal: AbortSignal,
): Promise<Result<ChallengeStep>> {
  return sendChallenge(context, challenge, {
    members: { auth_session: challenge.authSession, otp_resend: 'true' },
    signal,
  });
}
