import { limits } from '../core/limits.ts';
import { ssoAnswer } from '../sso/answers.ts';
import { issueCode } from '../sso/authorization-code.ts';
import { type ChallengeStep, denied, lockedAnswer, mayUse } from '../sso/challenge-step.ts';
import { clearFailures, readFailures } from '../sso/failures.ts';
import { findUser } from '../store/users.ts';
import { beginCardChallenge, takeCardChallenge } from './card-challenge-store.ts';
import { cardAlgorithms, readCardProof } from './read-card-proof.ts';

/** The first step of a log-in by card: a nonce for the card. It names nobody, so it tells nothing about anybody. */
export function wantCard(step: ChallengeStep, codeChallenge: string): Response {
  const { context, config, request, thumbprint } = step;
  // Client Connect has no cards, and a phase without cards says so before anybody has used a try of a PIN.
  if (config.realm !== 'ccms' || !context.policy.allows(false, 'smart-card'))
    return denied(step, { reason: 'method_not_allowed' });
  const { token, nonce } = beginCardChallenge(context, config.realm, {
    clientId: config.clientId,
    scope: config.scope,
    keyThumbprint: thumbprint,
    codeChallenge,
  });
  return ssoAnswer(request, 401, {
    error: 'insufficient_authorization',
    auth_session: token,
    card_required: true,
    card: { nonce, algs: cardAlgorithms, expires_in: limits.cardChallengeMs / 1_000 },
  });
}

/** The second step: the card's answer. The nonce is used up, whatever is said to it. */
export async function judgeCard(step: ChallengeStep, proof: string): Promise<Response> {
  const { context, config, request, form, thumbprint } = step;
  const { realm, issuer } = config;
  const challenge = takeCardChallenge(context, realm, form.get('auth_session') ?? '');
  if (!challenge || challenge.keyThumbprint !== thumbprint) {
    return ssoAnswer(request, 400, { error: 'invalid_session' });
  }
  const verdict = await readCardProof(context, { proof, issuer, nonceHash: challenge.nonceHash, thumbprint });
  if (verdict.kind === 'expired') return denied(step, { reason: 'card_expired' });
  const user = verdict.kind === 'good' ? findUser(context.database, realm, verdict.userId) : null;
  if (!user) return denied(step, { reason: 'card_refused' });
  const { lockedUntil } = readFailures(context, { realm, typedId: user.userId, known: true });
  if (lockedUntil > 0) return lockedAnswer(step, lockedUntil);
  if (user.locked) return lockedAnswer(step, context.clock.now() + limits.lockMs);
  if (!mayUse(step, user, 'smart-card')) return denied(step, { reason: 'method_not_allowed' });
  clearFailures(context, realm, user.userId);
  const owner = { ...challenge, userId: user.userId, method: 'smart-card' as const };
  return ssoAnswer(request, 200, { authorization_code: issueCode(context, realm, owner) });
}
