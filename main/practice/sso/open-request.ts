import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { readForm } from '../net/read-body.ts';
import { nonceAnswer, ssoAnswer } from './answers.ts';
import type { RealmConfig } from './realm.ts';

/** A form request whose DPoP proof holds and whose client is ours, or the answer that refuses it. */
export type OpenedRequest =
  | { readonly kind: 'opened'; readonly form: URLSearchParams; readonly thumbprint: string }
  | { readonly kind: 'refused'; readonly answer: Response };

/** The door of the challenge and token endpoints: form, proof (RFC 9449), client, no repeated member (RFC 6749 section 3.1). */
export async function openRequest(
  context: PracticeContext,
  config: RealmConfig,
  request: PracticeRequest,
): Promise<OpenedRequest> {
  const form = await readForm(request, limits.formBytes);
  if (!form || new Set(form.keys()).size !== form.size) return refused(request, 'invalid_request');
  const proof = await context.dpop.verify({
    proof: request.req.header('dpop'),
    method: request.req.method,
    url: config.issuer + request.req.path,
    staleNonce: request.get('fault')?.kind === 'nonce',
  });
  if (proof.kind === 'nonce-wanted') return { kind: 'refused', answer: nonceAnswer(request, proof.nonce) };
  if (proof.kind === 'refused') return refused(request, 'invalid_dpop_proof');
  if (form.get('client_id') !== config.clientId) {
    return { kind: 'refused', answer: ssoAnswer(request, 401, { error: 'invalid_client' }) };
  }
  return { kind: 'opened', form, thumbprint: proof.thumbprint };
}

function refused(request: PracticeRequest, error: string): OpenedRequest {
  return { kind: 'refused', answer: ssoAnswer(request, 400, { error }) };
}
