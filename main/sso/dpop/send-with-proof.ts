import { appError } from '../../../shared/contract/errors.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../../http/http.ts';
import type { SsoContext } from '../sso-context.ts';
import { createProof } from './create-proof.ts';

/** RFC 9449 section 8.1: a nonce is printable ASCII without quote and backslash; ours to bound. */
function readNonce(response: HttpResponse): string | null {
  const nonce = response.headers['dpop-nonce'] ?? '';
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/.test(nonce) ? nonce : null;
}

/**
 * Sends a request with a proof. When `wantsNonce` says that the server refused it only for want of a fresh nonce, it is
 * sent a second time with that nonce; a second such refusal in a row is `answer-invalid`.
 */
export async function sendWithProof(
  context: SsoContext,
  request: HttpRequest,
  options: { readonly accessToken?: string; readonly wantsNonce: (response: HttpResponse) => boolean },
): Promise<Result<HttpResponse>> {
  const { accessToken, wantsNonce } = options;
  const { origin } = new URL(request.url);
  async function attempt(): Promise<Result<HttpResponse>> {
    const proof = await createProof(context, { method: request.method, url: request.url, accessToken });
    const sent = await context.http.request({ ...request, headers: { ...request.headers, DPoP: proof } });
    const nonce = sent.ok ? readNonce(sent.value) : null;
    if (nonce !== null) context.nonces.set(origin, nonce);
    return sent;
  }
  const first = await attempt();
  if (!first.ok || !wantsNonce(first.value) || readNonce(first.value) === null) return first;
  const second = await attempt();
  if (second.ok && wantsNonce(second.value)) return err(appError('answer-invalid', { details: { reason: 'nonce' } }));
  return second;
}
