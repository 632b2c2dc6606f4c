import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { findByAccessToken, touchSession } from '../sso/session-store.ts';
import { findUser, type UserRecord } from '../store/users.ts';
import { SFTP_FUNCTION } from '../users.ts';
import { type Refusal, refuse } from './envelope.ts';

export type Authorization =
  | { readonly kind: 'granted'; readonly user: UserRecord }
  | { readonly kind: 'refused'; readonly answer: Response };

/** `web`: folders, submissions, activities; `sftp-account`: keys and addresses, for those with the SFTP function. */
export type Door = 'web' | 'sftp-account';

/** Why this user may not come in by this door: none at all is the exchange's error 2000 (seed ECP FAQ item 5). */
function refusalAt(door: Door, functions: readonly string[]): Refusal | null {
  if (functions.length === 0) {
    return { status: 403, code: '2000', message: 'No ECP function has been granted to this user' };
  }
  if (door === 'web' && functions.every((name) => name === SFTP_FUNCTION)) {
    return { status: 403, code: 'P403', message: 'This user may use ECP by SFTP only' };
  }
  if (door === 'sftp-account' && !functions.includes(SFTP_FUNCTION)) {
    return { status: 403, code: 'P405', message: 'This user may not use ECP by SFTP' };
  }
  return null;
}

/**
 * Checks access token and proof (RFC 9449 section 7), counts as a sign of life, and asks for the ECP function that opens the door.
 */
export async function authorize(
  context: PracticeContext,
  { apiOrigin, door }: { readonly apiOrigin: string; readonly door: Door },
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
  const refusal = refusalAt(door, user.functions);
  return refusal ? { kind: 'refused', answer: refuse(context, request, refusal) } : { kind: 'granted', user };
}

function unauthorized(context: PracticeContext, request: PracticeRequest, error: string): Authorization {
  request.header('WWW-Authenticate', `DPoP error="${error}", algs="ES256"`);
  const refusal = { status: 401, code: 'P401', message: 'Access token or proof not accepted' } as const;
  return { kind: 'refused', answer: refuse(context, request, refusal) };
}
