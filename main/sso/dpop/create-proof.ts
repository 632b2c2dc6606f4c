import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SsoContext } from '../sso-context.ts';

/**
 * Signs a DPoP proof (RFC 9449 section 4.2) for one request: method, address without query, exchange time, a unique ID,
 * the origin's newest nonce and, with an access token, its hash.
 */
export async function createProof(
  context: SsoContext,
  request: { readonly method: string; readonly url: string; readonly accessToken?: string | undefined },
): Promise<string> {
  const url = new URL(request.url);
  const nonce = context.nonces.get(url.origin);
  const { accessToken } = request;
  const key = await context.deviceKey();
  return new SignJWT({
    htm: request.method,
    htu: url.origin + url.pathname,
    jti: randomUUID(),
    iat: Math.floor(context.exchangeNow() / 1_000),
    ...(nonce === undefined ? {} : { nonce }),
    ...(accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
  })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk })
    .sign(key.privateKey);
}
