import { appError } from '../../../shared/contract/errors.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../../http/http.ts';
import type { SsoContext } from '../sso-context.ts';
import { createProof } from './create-proof.ts';

/** Why a server did not look at a request: for want of a fresh nonce, or because the proof itself does not hold. */
export type ProofRefusal = 'use_dpop_nonce' | 'invalid_dpop_proof';

interface ProofOptions {
  readonly accessToken?: string;
  readonly refusalOf: (response: HttpResponse) => ProofRefusal | null;
}

/** A jump of the known exchange time by more explains why the time in a proof was not taken, in ms. */
const NOTABLE_CORRECTION_MS = 30_000;

/** RFC 9449 section 8.1: a nonce is printable ASCII without quote and backslash; the bound is ours. */
function readNonce(response: HttpResponse): string | null {
  const nonce = response.headers['dpop-nonce'] ?? '';
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,512}$/.test(nonce) ? nonce : null;
}

/** How far our idea of the exchange's time was from what its answer then taught us; time that passed does not count. */
function watchCorrection(context: SsoContext): () => number {
  const difference = () => context.exchangeNow() - context.clock.monotonic();
  const before = difference();
  return () => Math.abs(difference() - before);
}

/**
 * Sends a request with a proof. When the server refused only the proof, it is sent a second time: with the nonce that the
 * server gave, or with the time that its `Date` header taught us (this PC slept, or a clock was set). Each of the two
 * happens once; a second wish for a nonce is `answer-invalid`.
 */
export async function sendWithProof(
  context: SsoContext,
  request: HttpRequest,
  options: ProofOptions,
): Promise<Result<HttpResponse>> {
  const { accessToken, refusalOf } = options;
  const { origin } = new URL(request.url);
  const met = new Set<ProofRefusal>();
  for (;;) {
    const correction = watchCorrection(context);
    const proof = await createProof(context, { method: request.method, url: request.url, accessToken });
    const sent = await context.http.request({ ...request, headers: { ...request.headers, DPoP: proof } });
    if (!sent.ok) return sent;
    const nonce = readNonce(sent.value);
    if (nonce !== null) context.nonces.set(origin, nonce);
    const refusal = refusalOf(sent.value);
    if (refusal === null) return sent;
    const isNonce = refusal === 'use_dpop_nonce';
    if (isNonce && met.has(refusal)) return err(appError('answer-invalid', { details: { reason: 'nonce' } }));
    const canBeMet = isNonce ? nonce !== null : correction() > NOTABLE_CORRECTION_MS;
    if (!canBeMet || met.has(refusal)) return sent;
    met.add(refusal);
  }
}
