import { judgeCard, wantCard } from '../cards/card-challenge.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { ssoAnswer } from './answers.ts';
import { beginAuthSession } from './auth-session-store.ts';
import { type ChallengeStep, denied, lockedAnswer, mayUse } from './challenge-step.ts';
import { continueChallenge } from './continue-challenge.ts';
import { countFailure, readFailures } from './failures.ts';
import { sendOneTimePassword } from './one-time-password.ts';
import { openRequest } from './open-request.ts';
import { otpChannels } from './otp-channel.ts';
import { otpWanted } from './otp-wanted.ts';
import type { RealmConfig } from './realm.ts';
import { verifyPassword } from './verify-password.ts';

/** The authorization challenge endpoint (draft-ietf-oauth-first-party-apps; docs/wire/sso.md). */
export async function challenge(
  context: PracticeContext,
  config: RealmConfig,
  request: PracticeRequest,
): Promise<Response> {
  const opened = await openRequest(context, config, request);
  if (opened.kind === 'refused') return opened.answer;
  const { form, thumbprint } = opened;
  if (form.get('response_type') !== 'code') return ssoAnswer(request, 400, { error: 'invalid_request' });
  const fault = request.get('fault')?.kind;
  if (fault === 'redirect-to-web') return ssoAnswer(request, 400, { error: 'redirect_to_web' });
  if (fault === 'unknown-requirement') {
    return ssoAnswer(request, 401, { error: 'insufficient_authorization', practice_unknown_required: true });
  }
  const step = { context, config, request, form, thumbprint };
  const proof = form.get('card_proof');
  if (proof !== null) return judgeCard(step, proof);
  if (form.has('auth_session')) return continueChallenge(step);
  const refused = refuseBeginning(step);
  if (refused) return refused;
  return form.get('card') === 'true' ? wantCard(step, form.get('code_challenge') ?? '') : beginChallenge(step);
}

/** What every first step must have; null when it does. */
function refuseBeginning(step: ChallengeStep): Response | null {
  const { config, request, form } = step;
  if (form.get('code_challenge_method') !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(form.get('code_challenge') ?? '')) {
    return invalidRequest(step);
  }
  const scopeIsOurs = (form.get('scope') ?? config.scope) === config.scope;
  return scopeIsOurs ? null : ssoAnswer(request, 400, { error: 'invalid_scope' });
}

async function beginChallenge(step: ChallengeStep): Promise<Response> {
  const { context, config, form } = step;
  const userId = form.get('username') ?? '';
  const password = form.get('password') ?? '';
  const codeChallenge = form.get('code_challenge') ?? '';
  if (!userId || userId.length > 128 || !password || password.length > 1024) return invalidRequest(step);
  const { user, right } = await verifyPassword(context, config.realm, { userId, password });
  const subject = { realm: config.realm, typedId: userId, known: user !== null };
  const before = readFailures(context, subject);
  if (before.lockedUntil > 0) return lockedAnswer(step, before.lockedUntil);
  if (!user || !right) {
    const after = countFailure(context, subject);
    if (after.lockedUntil > 0) return lockedAnswer(step, after.lockedUntil);
    return denied(step, { reason: 'bad_credentials', attempts_left: after.attemptsLeft });
  }
  if (user.locked) return lockedAnswer(step, context.clock.now() + limits.lockMs);
  if (!mayUse(step, user, '2fa')) return denied(step, { reason: 'method_not_allowed' });
  const [channel] = otpChannels(context, config, userId);
  if (channel === undefined) return denied(step, { reason: 'email_not_registered' });

  const { session, token } = beginAuthSession(context, config.realm, {
    userId,
    clientId: config.clientId,
    scope: config.scope,
    keyThumbprint: step.thumbprint,
    codeChallenge,
    channel,
  });
  if (channel === 'email' && user.email !== null) {
    await sendOneTimePassword(context, { realm: config.realm, userId, authSessionId: session.id }, user.email);
  }
  return otpWanted(step, { status: 401, session, token, error: 'insufficient_authorization' });
}

function invalidRequest(step: ChallengeStep): Response {
  return ssoAnswer(step.request, 400, { error: 'invalid_request' });
}
