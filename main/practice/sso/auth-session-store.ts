import { z } from 'zod';
import type { Realm } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';

const rowSchema = z
  .object({
    id: z.number(),
    user_id: z.string(),
    client_id: z.string(),
    scope: z.string(),
    key_thumbprint: z.string(),
    code_challenge: z.string(),
    channel: z.enum(['email', 'app']),
    created_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    userId: row.user_id,
    clientId: row.client_id,
    scope: row.scope,
    keyThumbprint: row.key_thumbprint,
    codeChallenge: row.code_challenge,
    channel: row.channel,
    endsAt: row.created_at + limits.authSessionMs,
  }));

/** A log-in whose password was right and whose one-time password is still to come. */
export type AuthSession = Readonly<z.infer<typeof rowSchema>>;

/** Begins an auth session; gives it with its first token. */
export function beginAuthSession(
  context: PracticeContext,
  realm: Realm,
  session: Omit<AuthSession, 'id' | 'endsAt'>,
): { session: AuthSession; token: string } {
  const now = context.clock.now();
  const token = context.random.token();
  context.database.prepare('DELETE FROM auth_session WHERE created_at <= ?').run(now - limits.authSessionMs);
  const { lastInsertRowid } = context.database
    .prepare(
      `INSERT INTO auth_session (realm, token_hash, user_id, client_id, scope, key_thumbprint, code_challenge, created_at,
         channel)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      realm,
      fingerprint(token),
      session.userId,
      session.clientId,
      session.scope,
      session.keyThumbprint,
      session.codeChallenge,
      now,
      session.channel,
    );
  return { session: { ...session, id: Number(lastInsertRowid), endsAt: now + limits.authSessionMs }, token };
}

/** Finds a living auth session by its newest token; null when there is none. */
export function findAuthSession(context: PracticeContext, realm: Realm, token: string): AuthSession | null {
  const row = context.database
    .prepare('SELECT * FROM auth_session WHERE realm = ? AND token_hash = ? AND created_at > ?')
    .get(realm, fingerprint(token), context.clock.now() - limits.authSessionMs);
  return row ? rowSchema.parse(row) : null;
}

/** Gives the auth session a new token; the one before is dead from now on. */
export function renewAuthSession(context: PracticeContext, id: number): string {
  const token = context.random.token();
  context.database.prepare('UPDATE auth_session SET token_hash = ? WHERE id = ?').run(fingerprint(token), id);
  return token;
}

/** From now on the one-time password comes by this way. */
export function setOtpChannel(context: PracticeContext, id: number, channel: AuthSession['channel']): void {
  context.database.prepare('UPDATE auth_session SET channel = ? WHERE id = ?').run(channel, id);
}

export function endAuthSession(context: PracticeContext, id: number): void {
  context.database.prepare('DELETE FROM auth_session WHERE id = ?').run(id);
}
