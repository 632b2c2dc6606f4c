import type { PracticeRequest } from '../net/practice-env.ts';

type Json = Readonly<Record<string, unknown>>;

/** A JSON answer of the SSO; never stored by anybody on the way (docs/wire/sso.md). */
export function ssoAnswer(request: PracticeRequest, status: 200 | 400 | 401 | 403 | 404 | 500, body: Json): Response {
  request.header('Cache-Control', 'no-store');
  return request.json(body, status);
}

/** RFC 9449 section 8: the client repeats its request once with this nonce. */
export function nonceAnswer(request: PracticeRequest, nonce: string): Response {
  request.header('DPoP-Nonce', nonce);
  return ssoAnswer(request, 400, { error: 'use_dpop_nonce' });
}
