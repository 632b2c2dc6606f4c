import type { PracticeContext } from '../core/practice-context.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { signPolicy } from '../policy/sign-policy.ts';
import { ssoAnswer } from './answers.ts';

/** The transition policy as a compact JWS (docs/wire/policy.md). */
export async function servePolicy(
  context: PracticeContext,
  issuer: string,
  request: PracticeRequest,
): Promise<Response> {
  const document = await signPolicy(context.policy, issuer, context.policyKey);
  if (document === null) return ssoAnswer(request, 404, { error: 'not_found' });
  return request.body(document, 200, { 'Content-Type': 'application/jose', 'Cache-Control': 'no-store' });
}
