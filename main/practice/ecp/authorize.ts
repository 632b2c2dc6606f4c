import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { findByAccessToken, touchSession } from '../sso/session-store.ts';
import { findUser, type UserRecord } from '../store/users.ts';
import { SFTP_FUNCTION } from '../users.ts';
import { refuse } from './envelope.ts';

export type Authorization =
  | { readonly kind: 'granted'; readonly user: UserRecord }
  | { readonly kind: 'refused'; readonly answer: Response };

/**
 * Checks access token and proof (RFC 9449 section 7), counts as a sign of life, and asks for an ECP function: none at all is
 * the exchange's error 2000 (seed ECP FAQ item 5); only the SFTP function keeps the web closed.
 */
export async function authorize(
  context: PracticeContext,
  apiOrigin: string,
  request: PracticeRequest,
): Promise<Authorization> {
  const accessToken = /^DPoP ([A-Za-z0-9_-]{20,128})$/i.exec(request.req.header('authorization') ?? '')?.[1];
  if (!accessToken) return unauthorized(context, request, 'invalid_token');
  const proof = await context.dpop.verify({
    proof: request.req.header('dpop'),
    method: request.req.method,
    url: apiOrigin + request.req.path,
    accessToken,
    staleNonce: request.get('fault')?.kind === 'nonce',
  });
  if (proof.kind === 'nonce-wanted') {
    request.header('DPoP-Nonce', proof.nonce);
    return unauthorized(context, request, 'use_dpop_nonce');
  }
  if (proof.kind === 'refused') return unauthorized(context, request, 'invalid_dpop_proof');
  const session = findByAccessToken(context, 'ecp', accessToken);
  const user = session ? findUser(context.database, 'ecp', session.userId) : null;
  if (!session || !user || session.keyThumbprint !== proof.thumbprint) {
    return unauthorized(context, request, 'invalid_token');
  }
  touchSession(context, session.id);
  if (user.functions.length === 0) {
    const refusal = { status: 403, code: '2000', message: 'No ECP function has been granted to this user' } as const;
    return { kind: 'refused', answer: refuse(context, request, refusal) };
  }
  if (user.functions.every((name) => name === SFTP_FUNCTION)) {
    const refusal = { status: 403, code: 'P403', message: 'This user may use ECP by SFTP only' } as const;
    return { kind: 'refused', answer: refuse(context, request, refusal) };
  }
  return { kind: 'granted', user };
}

function unauthorized(context: PracticeContext, request: PracticeRequest, error: string): Authorization {
  request.header('WWW-Authenticate', `DPoP error="${error}", algs="ES256"`);
  const refusal = { status: 401, code: 'P401', message: 'Access token or proof not accepted' } as const;
  return { kind: 'refused', answer: refuse(context, request, refusal) };
}
