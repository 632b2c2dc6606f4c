import { limits } from '../core/limits.ts';
import { maskAddress, otpMailHeaders } from '../mail/otp-mail.ts';
import { findUser } from '../store/users.ts';
import { ssoAnswer } from './answers.ts';
import type { AuthSession } from './auth-session-store.ts';
import type { ChallengeStep } from './challenge-step.ts';
import { readFailures } from './failures.ts';
import { oneTimePasswordTimes } from './one-time-password.ts';
import { otpChannels } from './otp-channel.ts';

interface OtpWanted {
  readonly status: 400 | 401;
  readonly error: 'insufficient_authorization' | 'access_denied';
  readonly session: AuthSession;
  /** The renewed token of the auth session. */
  readonly token: string;
  readonly reason?: 'otp_wrong' | 'otp_expired' | 'resend_too_early' | 'channel_unavailable';
}

/** The answer that keeps a log-in at its OTP step: what to type, where to look for it, how long it is good. */
export function otpWanted(step: ChallengeStep, wanted: OtpWanted): Response {
  const { context, config } = step;
  const { userId, channel, endsAt } = wanted.session;
  const owner = { realm: config.realm, userId, authSessionId: wanted.session.id };
  const times = oneTimePasswordTimes(context, owner);
  const failures = readFailures(context, { realm: config.realm, typedId: userId, known: true });
  const { from, subject } = otpMailHeaders[config.realm];
  const resendIn = Math.ceil(times.resendIn / 1000);
  // A code of the app changes every 30 s; what runs out is the log-in itself.
  const expiresIn = channel === 'app' ? Math.max(0, endsAt - context.clock.now()) : times.expiresIn;
  return ssoAnswer(step.request, wanted.status, {
    error: wanted.error,
    ...(wanted.reason ? { reason: wanted.reason } : {}),
    ...(wanted.reason === 'otp_wrong' || wanted.reason === 'otp_expired'
      ? { attempts_left: failures.attemptsLeft }
      : {}),
    ...(wanted.reason === 'resend_too_early' ? { resend_in: resendIn } : {}),
    auth_session: wanted.token,
    otp_required: true,
    otp: {
      channel,
      channels: otpChannels(context, config, userId),
      masked_address: maskAddress(findUser(context.database, config.realm, userId)?.email ?? ''),
      sender: from,
      subject,
      length: limits.otpLength,
      expires_in: Math.floor(expiresIn / 1000),
      resend_in: resendIn,
      attempts_left: failures.attemptsLeft,
    },
  });
}
