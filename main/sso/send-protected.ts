import { ok, type Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import { type ProofRefusal, sendWithProof } from './dpop/send-with-proof.ts';
import type { ProtectedAnswer, Tokens } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

const STEP_UP = /\binsufficient_user_authentication\b/;

/** RFC 9449 sections 7.1 and 9: a protected address refuses a proof by 401 with the reason in its challenge. */
function refusalOf(response: HttpResponse): ProofRefusal | null {
  if (response.status !== 401) return null;
  const challenge = response.headers['www-authenticate'] ?? '';
  if (/\buse_dpop_nonce\b/.test(challenge)) return 'use_dpop_nonce';
  return /\binvalid_dpop_proof\b/.test(challenge) ? 'invalid_dpop_proof' : null;
}

/** Sends a request with the access token under the `DPoP` scheme and a proof bound to it (RFC 9449 section 7.1). */
export async function sendProtected(
  context: SsoContext,
  tokens: Tokens,
  request: HttpRequest,
): Promise<Result<ProtectedAnswer>> {
  if (!context.resourceOrigins.has(new URL(request.url).origin)) {
    throw new TypeError('an access token goes to the addresses of its profile only');
  }
  const { accessToken } = tokens;
  const headers = { ...request.headers, authorization: `DPoP ${accessToken}` };
  const sent = await sendWithProof(context, { ...request, headers }, { accessToken, refusalOf });
  if (!sent.ok) return sent;
  const tokenRefused = sent.value.status === 401;
  const why = sent.value.headers['www-authenticate'] ?? '';
  return ok({ response: sent.value, tokenRefused, loginWanted: tokenRefused && STEP_UP.test(why) });
}
