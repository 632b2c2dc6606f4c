import { ok, type Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import { sendWithProof } from './dpop/send-with-proof.ts';
import type { ProtectedAnswer, Tokens } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/** RFC 9449 section 9: a protected address asks for a nonce by 401 with this challenge. */
function wantsNonce(response: HttpResponse): boolean {
  return response.status === 401 && /\buse_dpop_nonce\b/.test(response.headers['www-authenticate'] ?? '');
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
  const sent = await sendWithProof(context, { ...request, headers }, { accessToken, wantsNonce });
  return sent.ok ? ok({ response: sent.value, tokenRefused: sent.value.status === 401 }) : sent;
}
