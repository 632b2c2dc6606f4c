import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { ssoAnswer } from './answers.ts';
import type { RealmConfig } from './realm.ts';
import { findByAccessToken, type LoginSession, touchSession } from './session-store.ts';

export type SessionAuthorization =
  | { readonly kind: 'granted'; readonly session: LoginSession }
  | { readonly kind: 'refused'; readonly answer: Response };

/** Checks access token and proof (RFC 9449 section 7) at an address of the issuer itself; counts as a sign of life. */
export async function authorizeSession(
  context: PracticeContext,
  config: RealmConfig,
  request: PracticeRequest,
): Promise<SessionAuthorization> {
  const accessToken = /^DPoP ([A-Za-z0-9_-]{20,128})$/i.exec(request.req.header('authorization') ?? '')?.[1];
  if (!accessToken) return unauthorized(request, 'invalid_token');
  const proof = await context.dpop.verify({
    proof: request.req.header('dpop'),
    method: request.req.method,
    url: config.issuer + request.req.path,
    accessToken,
    staleNonce: request.get('fault')?.kind === 'nonce',
  });
  if (proof.kind === 'nonce-wanted') {
    request.header('DPoP-Nonce', proof.nonce);
    return unauthorized(request, 'use_dpop_nonce');
  }
  if (proof.kind === 'refused') return unauthorized(request, 'invalid_dpop_proof');
  const session = findByAccessToken(context, config.realm, accessToken);
  if (!session || session.keyThumbprint !== proof.thumbprint) return unauthorized(request, 'invalid_token');
  touchSession(context, session.id);
  return { kind: 'granted', session };
}

function unauthorized(request: PracticeRequest, error: string): SessionAuthorization {
  request.header('WWW-Authenticate', `DPoP error="${error}", algs="ES256"`);
  return { kind: 'refused', answer: ssoAnswer(request, 401, { error }) };
}
