import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Realm } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';

const rowSchema = z.object({
  user_id: z.string(),
  created_at: z.number(),
  used_at: z.number().nullable(),
  newest: z.number(),
});

/** 256 bits in base64url: a shorter one was cut on its way. */
const TOKEN_LENGTH = 43;

export type LinkOutcome =
  | { readonly kind: 'whole'; readonly userId: string; readonly expiresAt: number }
  | { readonly kind: 'cut' | 'superseded' | 'expired' | 'used' | 'unknown' };

/** Makes a link's token; the user's earlier ones are worthless from now on. */
export function issueResetToken(context: PracticeContext, realm: Realm, userId: string): string {
  const token = context.random.token();
  context.database
    .prepare('INSERT INTO password_reset (token_hash, realm, user_id, created_at) VALUES (?, ?, ?, ?)')
    .run(fingerprint(token), realm, userId, context.clock.now());
  return token;
}

/** Judges a token. Its length alone says that it was cut, whether or not it ever existed. */
export function readResetToken(context: PracticeContext, realm: Realm, token: string): LinkOutcome {
  if (token.length < TOKEN_LENGTH) return { kind: 'cut' };
  const found = context.database
    .prepare(
      `SELECT user_id, created_at, used_at,
         id = (SELECT max(id) FROM password_reset AS other WHERE other.user_id = link.user_id AND other.realm = link.realm) AS newest
       FROM password_reset AS link WHERE token_hash = ? AND realm = ?`,
    )
    .get(fingerprint(token), realm);
  if (!found) return { kind: 'unknown' };
  const row = rowSchema.parse(found);
  const expiresAt = row.created_at + limits.resetLinkMs;
  if (row.used_at !== null) return { kind: 'used' };
  if (row.newest === 0) return { kind: 'superseded' };
  if (context.clock.now() >= expiresAt) return { kind: 'expired' };
  return { kind: 'whole', userId: row.user_id, expiresAt };
}

export function markResetTokenUsed(context: PracticeContext, token: string): void {
  context.database
    .prepare('UPDATE password_reset SET used_at = ? WHERE token_hash = ?')
    .run(context.clock.now(), fingerprint(token));
}

/** Users whose password is no longer the one of the start page. */
export function usersWithChangedPassword(database: DatabaseSync): ReadonlySet<string> {
  const rows = database.prepare('SELECT DISTINCT user_id FROM password_reset WHERE used_at IS NOT NULL').all();
  return new Set(rows.map((row) => String(row.user_id)));
}

/** A start puts the passwords of the start page back; what was done with links before counts no more. */
export function forgetUsedResetTokens(database: DatabaseSync): void {
  database.exec('DELETE FROM password_reset WHERE used_at IS NOT NULL');
}
