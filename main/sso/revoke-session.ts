import { ok, type Result } from '../../shared/lib/result.ts';
import { sendForm } from './send-form.ts';
import type { Tokens } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

/** Ends the session at the exchange (RFC 7009); what it answers changes nothing here. */
export async function revokeSession(context: SsoContext, tokens: Tokens, signal: AbortSignal): Promise<Result<null>> {
  const sent = await sendForm(context, tokens.metadata.revocationEndpoint, {
    members: { token: tokens.refreshToken, client_id: context.clientId },
    signal,
  });
  return sent.ok ? ok(null) : sent;
}
