import type { SsoClient, Tokens } from '../sso/sso-client.ts';

/** How long we wait for the exchange to be told, in ms. */
const REVOKE_TIMEOUT_MS = 3_000;

/** Tells the exchange that a session is over. Offline it ends by its own limits; here nothing of it is left by then. */
export async function revoke(sso: SsoClient, tokens: Tokens): Promise<void> {
  await sso.revoke(tokens, AbortSignal.timeout(REVOKE_TIMEOUT_MS));
}
