import { appError } from '../../shared/contract/errors.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import { sendChallenge } from './send-challenge.ts';
import type { Challenge, ChallengeStep } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/**
 * Sends an OTP once. When it had left and no answer came, the exchange may have used it up: `otp-unanswered`, and the
 * operator decides what to do.
 */
export async function sendOtp(
  context: SsoContext,
  challenge: Challenge,
  step: { readonly otp: string; readonly signal: AbortSignal },
): Promise<Result<ChallengeStep>> {
  const members = { auth_session: challenge.authSession, otp: step.otp };
  const answer = await sendChallenge(context, challenge, { members, signal: step.signal });
  if (answer.ok) return answer;
  const { code, details } = answer.error;
  const isLost = (code === 'unreachable' || code === 'timed-out') && details?.bodySent === 1;
  return isLost ? err(appError('otp-unanswered', { retry: 'now' })) : answer;
}
