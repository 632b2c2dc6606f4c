import { spendAuthenticatorCode } from '../authenticator/authenticator-store.ts';
import { findUser } from '../store/users.ts';
import { ssoAnswer } from './answers.ts';
import {
  type AuthSession,
  endAuthSession,
  findAuthSession,
  renewAuthSession,
  setOtpChannel,
} from './auth-session-store.ts';
import { issueCode } from './authorization-code.ts';
import { type ChallengeStep, lockedAnswer } from './challenge-step.ts';
import { clearFailures, countFailure, readFailures } from './failures.ts';
import { checkOneTimePassword, oneTimePasswordTimes, sendOneTimePassword } from './one-time-password.ts';
import { otpChannels } from './otp-channel.ts';
import { otpWanted } from './otp-wanted.ts';

/** The OTP step: a one-time password, the wish for another, or for another way of getting it. The auth session is renewed with each answer. */
export async function continueChallenge(step: ChallengeStep): Promise<Response> {
  const { context, config, form } = step;
  const session = findAuthSession(context, config.realm, form.get('auth_session') ?? '');
  if (!session || session.keyThumbprint !== step.thumbprint) {
    return ssoAnswer(step.request, 400, { error: 'invalid_session' });
  }
  const { lockedUntil } = readFailures(context, { realm: config.realm, typedId: session.userId, known: true });
  if (lockedUntil > 0) {
    endAuthSession(context, session.id);
    return lockedAnswer(step, lockedUntil);
  }
  const otp = form.get('otp');
  const channel = form.get('otp_channel');
  if (channel !== null) return chooseChannel(step, session, channel);
  if (form.get('otp_resend') === 'true' && session.channel === 'email') return resend(step, session);
  if (otp !== null) return judge(step, session, otp);
  const token = renewAuthSession(context, session.id);
  return otpWanted(step, { status: 401, error: 'insufficient_authorization', session, token });
}

/** Another way of getting the OTP. By mail: one is sent, unless one went out so lately that another may not be asked for. */
async function chooseChannel(step: ChallengeStep, session: AuthSession, wanted: string): Promise<Response> {
  const { context, config } = step;
  const token = renewAuthSession(context, session.id);
  const channel = otpChannels(context, config, session.userId).find((each) => each === wanted);
  if (channel === undefined) {
    return otpWanted(step, { status: 400, error: 'access_denied', reason: 'channel_unavailable', session, token });
  }
  setOtpChannel(context, session.id, channel);
  const owner = { realm: config.realm, userId: session.userId, authSessionId: session.id };
  const address = findUser(context.database, config.realm, session.userId)?.email;
  if (channel === 'email' && address && oneTimePasswordTimes(context, owner).resendIn === 0) {
    await sendOneTimePassword(context, owner, address);
  }
  return otpWanted(step, { status: 401, error: 'insufficient_authorization', session: { ...session, channel }, token });
}

async function resend(step: ChallengeStep, session: AuthSession): Promise<Response> {
  const { context, config } = step;
  const owner = { realm: config.realm, userId: session.userId, authSessionId: session.id };
  const token = renewAuthSession(context, session.id);
  if (oneTimePasswordTimes(context, owner).resendIn > 0) {
    return otpWanted(step, { status: 400, error: 'access_denied', reason: 'resend_too_early', session, token });
  }
  const address = findUser(context.database, config.realm, session.userId)?.email;
  if (address) await sendOneTimePassword(context, owner, address);
  return otpWanted(step, { status: 401, error: 'insufficient_authorization', session, token });
}

function verdictOn(step: ChallengeStep, session: AuthSession, otp: string): 'right' | 'wrong' | 'expired' {
  const { context, config } = step;
  const owner = { realm: config.realm, userId: session.userId };
  if (session.channel === 'app') return spendAuthenticatorCode(context, owner, otp) ? 'right' : 'wrong';
  return checkOneTimePassword(context, { ...owner, authSessionId: session.id }, otp);
}

function judge(step: ChallengeStep, session: AuthSession, otp: string): Response {
  const { context, config, request } = step;
  const { realm } = config;
  const verdict = verdictOn(step, session, otp);
  if (verdict === 'right') {
    clearFailures(context, realm, session.userId);
    endAuthSession(context, session.id);
    return ssoAnswer(request, 200, { authorization_code: issueCode(context, realm, { ...session, method: '2fa' }) });
  }
  if (verdict === 'wrong') {
    const after = countFailure(context, { realm, typedId: session.userId, known: true });
    if (after.lockedUntil > 0) {
      endAuthSession(context, session.id);
      return lockedAnswer(step, after.lockedUntil);
    }
  }
  const reason = verdict === 'wrong' ? 'otp_wrong' : 'otp_expired';
  const token = renewAuthSession(context, session.id);
  return otpWanted(step, { status: 400, error: 'access_denied', reason, session, token });
}
