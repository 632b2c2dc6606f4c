import { z } from 'zod';
import type { Realm } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';

const rowSchema = z
  .object({
    nonce_hash: z.string(),
    client_id: z.string(),
    scope: z.string(),
    key_thumbprint: z.string(),
    code_challenge: z.string(),
  })
  .transform((row) => ({
    nonceHash: row.nonce_hash,
    clientId: row.client_id,
    scope: row.scope,
    keyThumbprint: row.key_thumbprint,
    codeChallenge: row.code_challenge,
  }));

/** A log-in by card that waits for the card's answer. Nobody is named yet: the card will say who it is. */
export type CardChallenge = Readonly<z.infer<typeof rowSchema>>;

/** Begins a log-in by card; gives its token and the nonce that the card has to sign. */
export function beginCardChallenge(
  context: PracticeContext,
  realm: Realm,
  challenge: Omit<CardChallenge, 'nonceHash'>,
): { readonly token: string; readonly nonce: string } {
  const now = context.clock.now();
  const token = context.random.token();
  const nonce = context.random.token();
  const { clientId, scope, keyThumbprint, codeChallenge } = challenge;
  context.database.prepare('DELETE FROM card_challenge WHERE created_at <= ?').run(now - limits.cardChallengeMs);
  context.database
    .prepare('INSERT INTO card_challenge VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(fingerprint(token), realm, fingerprint(nonce), clientId, scope, keyThumbprint, codeChallenge, now);
  return { token, nonce };
}

/** Takes a log-in by its token, once: whatever comes of it, its nonce is used up. */
export function takeCardChallenge(context: PracticeContext, realm: Realm, token: string): CardChallenge | null {
  const row = context.database
    .prepare('DELETE FROM card_challenge WHERE realm = ? AND token_hash = ? AND created_at > ? RETURNING *')
    .get(realm, fingerprint(token), context.clock.now() - limits.cardChallengeMs);
  return row ? rowSchema.parse(row) : null;
}
