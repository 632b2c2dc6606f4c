import type { Result } from '../../shared/lib/result.ts';
import { readTokens } from './answers/read-tokens.ts';
import { sendForm } from './send-form.ts';
import type { Tokens } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/**
 * Asks for a new access token, which counts as a sign of life. `session-ended` when the exchange says so
 * (`invalid_grant`), also when it wants a log-in first (`insufficient_authorization`).
 */
export async function refreshTokens(context: SsoContext, tokens: Tokens, signal: AbortSignal): Promise<Result<Tokens>> {
  const sent = await sendForm(context, tokens.metadata.tokenEndpoint, {
    members: { grant_type: 'refresh_token', refresh_token: tokens.refreshToken, client_id: context.clientId },
    signal,
    mayWantLogin: true,
  });
  return sent.ok ? readTokens(sent.value, tokens.metadata) : sent;
}
