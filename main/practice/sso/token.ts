import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { remindersOf } from '../readiness/reminders-of.ts';
import { findUser } from '../store/users.ts';
import { ssoAnswer } from './answers.ts';
import { markCodeUsed, readCode } from './authorization-code.ts';
import { openRequest } from './open-request.ts';
import type { RealmConfig } from './realm.ts';
import {
  beginSession,
  endSession,
  findByRefreshToken,
  findSession,
  issueAccessToken,
  type LoginSession,
  touchSession,
} from './session-store.ts';

interface TokenStep {
  readonly context: PracticeContext;
  readonly config: RealmConfig;
  readonly request: PracticeRequest;
  readonly form: URLSearchParams;
  readonly thumbprint: string;
}

/** The token endpoint: a code becomes a session, a refresh token keeps it alive (docs/wire/sso.md). */
export async function token(
  context: PracticeContext,
  config: RealmConfig,
  request: PracticeRequest,
): Promise<Response> {
  const opened = await openRequest(context, config, request);
  if (opened.kind === 'refused') return opened.answer;
  const step = { context, config, request, form: opened.form, thumbprint: opened.thumbprint };
  switch (opened.form.get('grant_type')) {
    case 'authorization_code':
      return fromCode(step);
    case 'refresh_token':
      return fromRefreshToken(step);
    default:
      return ssoAnswer(request, 400, { error: 'unsupported_grant_type' });
  }
}

function fromCode(step: TokenStep): Response {
  const { context, config, form, thumbprint } = step;
  const code = form.get('code') ?? '';
  const outcome = readCode(context, config.realm, { code, verifier: form.get('code_verifier') ?? '', thumbprint });
  if (outcome.kind === 'replayed') endSession(context, outcome.sessionId);
  if (outcome.kind !== 'good') return invalidGrant(step);
  const { sessionId, refreshToken } = beginSession(context, config.realm, { ...outcome, thumbprint });
  markCodeUsed(context, code, sessionId);
  const session = findSession(context, sessionId);
  if (!session) throw new Error('a session that was just begun is alive');
  return tokens(step, session, refreshToken);
}

function fromRefreshToken(step: TokenStep): Response {
  const { context, config, form, thumbprint } = step;
  const refreshToken = form.get('refresh_token') ?? '';
  const session = findByRefreshToken(context, config.realm, refreshToken);
  if (!session || session.keyThumbprint !== thumbprint) return invalidGrant(step);
  touchSession(context, session.id);
  return tokens(step, session, refreshToken);
}

function invalidGrant(step: TokenStep): Response {
  return ssoAnswer(step.request, 400, { error: 'invalid_grant' });
}

/** The refresh token is not rotated: a lost answer must not log the operator out (FAPI 2.0; it is bound to the key). */
function tokens(step: TokenStep, session: LoginSession, refreshToken: string): Response {
  const { context, config } = step;
  const user = findUser(context.database, config.realm, session.userId);
  if (!user) return invalidGrant(step);
  return ssoAnswer(step.request, 200, {
    access_token: issueAccessToken(context, session.id),
    token_type: 'DPoP',
    expires_in: limits.accessTokenMs / 1000,
    refresh_token: refreshToken,
    scope: session.scope,
    session: {
      user_id: user.userId,
      display_name: user.displayName,
      method: session.method,
      functions: user.functions,
      reminders: remindersOf(context, user),
      idle_seconds: limits.idleMs / 1000,
      absolute_seconds: Math.floor((session.absoluteEndsAt - context.clock.now()) / 1000),
    },
  });
}
