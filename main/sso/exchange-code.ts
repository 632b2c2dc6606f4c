import { appError } from '../../shared/contract/errors.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import { readTokens } from './answers/read-tokens.ts';
import { sendForm } from './send-form.ts';
import type { Challenge, Tokens } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/** Exchanges the code for a session (RFC 6749 section 4.1.3 with PKCE). A code that is not accepted is `login-expired`. */
export async function exchangeCode(
  context: SsoContext,
  challenge: Challenge,
  step: { readonly code: string; readonly signal: AbortSignal },
): Promise<Result<Tokens>> {
  const sent = await sendForm(context, challenge.metadata.tokenEndpoint, {
    members: {
      grant_type: 'authorization_code',
      code: step.code,
      code_verifier: challenge.codeVerifier,
      client_id: context.clientId,
    },
    signal: step.signal,
  });
  if (!sent.ok) return sent;
  const tokens = readTokens(sent.value, challenge.metadata);
  if (!tokens.ok && tokens.error.code === 'session-ended') return err(appError('login-expired', { retry: 'now' }));
  return tokens;
}
