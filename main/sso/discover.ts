import { processDiscoveryResponse } from 'oauth4webapi';
import { z } from 'zod';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { answerInvalid, readJson } from './answers/read-json.ts';
import type { Metadata } from './sso-client.ts';
import { ANSWER_TIMEOUT_MS, MAX_ANSWER_BYTES, type SsoContext } from './sso-context.ts';

const endpoint = z.url({ protocol: /^https$/ }).max(500);
const metadataSchema = z.object({
  issuer: z.string(),
  authorization_challenge_endpoint: endpoint,
  token_endpoint: endpoint,
  revocation_endpoint: endpoint,
  transition_policy_uri: endpoint.optional(),
  code_challenge_methods_supported: z.array(z.string()).refine((methods) => methods.includes('S256')),
  dpop_signing_alg_values_supported: z.array(z.string()).refine((algorithms) => algorithms.includes('ES256')),
});

/**
 * Asks the issuer of the profile for its metadata (RFC 8414). The issuer must be the profile's to the letter, and every
 * endpoint must lie on the issuer's origin, so that a swapped document cannot send a password elsewhere.
 */
export async function discover(context: SsoContext, signal: AbortSignal): Promise<Result<Metadata>> {
  const closed = context.rateGate.closed();
  if (closed !== null) return err(closed);
  const url = `${context.issuer.replace(/\/$/, '')}/.well-known/oauth-authorization-server`;
  const limits = { timeoutMs: ANSWER_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, signal };
  const answer = await context.http.request({ method: 'GET', url, headers: { accept: 'application/json' }, ...limits });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (status === 429) return err(context.rateGate.close(answer.value));
  if (status >= 500) return err(appError('server-error', { retry: 'now', details: { status } }));
  if (status !== 200) return answerInvalid('status');
  const body = readJson(answer.value);
  if (!body.ok) return body;
  try {
    await processDiscoveryResponse(new URL(context.issuer), Response.json(body.value));
  } catch {
    // Its message quotes the answer; the issuer of a stranger must not be shown as if it were the exchange's.
    return answerInvalid('metadata');
  }
  const parsed = metadataSchema.safeParse(body.value);
  if (!parsed.success) return answerInvalid('metadata');
  const { issuer, authorization_challenge_endpoint, token_endpoint, revocation_endpoint } = parsed.data;
  const policyUri = parsed.data.transition_policy_uri ?? null;
  const endpoints = [authorization_challenge_endpoint, token_endpoint, revocation_endpoint];
  if (policyUri !== null) endpoints.push(policyUri);
  const { origin } = new URL(context.issuer);
  if (issuer !== context.issuer || endpoints.some((address) => new URL(address).origin !== origin)) {
    return answerInvalid('metadata');
  }
  return ok({
    issuer,
    challengeEndpoint: authorization_challenge_endpoint,
    tokenEndpoint: token_endpoint,
    revocationEndpoint: revocation_endpoint,
    policyUri,
  });
}
