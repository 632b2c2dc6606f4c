import { z } from 'zod';
import { type LoginMethod, type Realm, realmSchema } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';

const rowSchema = z
  .object({
    id: z.number(),
    realm: realmSchema,
    user_id: z.string(),
    client_id: z.string(),
    scope: z.string(),
    method: z.string(),
    key_thumbprint: z.string(),
    created_at: z.number(),
    last_seen_at: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    realm: row.realm,
    userId: row.user_id,
    clientId: row.client_id,
    scope: row.scope,
    method: row.method,
    keyThumbprint: row.key_thumbprint,
    createdAt: row.created_at,
    idleEndsAt: row.last_seen_at + limits.idleMs,
    absoluteEndsAt: row.created_at + limits.absoluteMs,
  }));

/** Somebody who is logged in. */
export type LoginSession = Readonly<z.infer<typeof rowSchema>>;

const ALIVE = 'ended_at IS NULL AND last_seen_at > ? AND created_at > ?';

function aliveSince(context: PracticeContext): [number, number] {
  const now = context.clock.now();
  return [now - limits.idleMs, now - limits.absoluteMs];
}

/** Begins a session; gives it with its refresh token. */
export function beginSession(
  context: PracticeContext,
  realm: Realm,
  login: { userId: string; clientId: string; scope: string; thumbprint: string; method: LoginMethod },
): { sessionId: number; refreshToken: string } {
  const refreshToken = context.random.token();
  const now = context.clock.now();
  const { lastInsertRowid } = context.database
    .prepare(
      `INSERT INTO session (realm, user_id, client_id, scope, method, key_thumbprint, refresh_hash, created_at, last_seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      realm,
      login.userId,
      login.clientId,
      login.scope,
      login.method,
      login.thumbprint,
      fingerprint(refreshToken),
      now,
      now,
    );
  return { sessionId: Number(lastInsertRowid), refreshToken };
}

/** Finds a living session by its refresh token. */
export function findByRefreshToken(context: PracticeContext, realm: Realm, token: string): LoginSession | null {
  const row = context.database
    .prepare(`SELECT * FROM session WHERE realm = ? AND refresh_hash = ? AND ${ALIVE}`)
    .get(realm, fingerprint(token), ...aliveSince(context));
  return row ? rowSchema.parse(row) : null;
}

/** Finds a living session by an access token that is still good. */
export function findByAccessToken(context: PracticeContext, realm: Realm, token: string): LoginSession | null {
  const row = context.database
    .prepare(
      `SELECT session.* FROM session JOIN access_token ON access_token.session_id = session.id
       WHERE realm = ? AND token_hash = ? AND expires_at > ? AND ${ALIVE}`,
    )
    .get(realm, fingerprint(token), context.clock.now(), ...aliveSince(context));
  return row ? rowSchema.parse(row) : null;
}

/** Finds a living session by its number. */
export function findSession(context: PracticeContext, sessionId: number): LoginSession | null {
  const row = context.database
    .prepare(`SELECT * FROM session WHERE id = ? AND ${ALIVE}`)
    .get(sessionId, ...aliveSince(context));
  return row ? rowSchema.parse(row) : null;
}

/** Makes an access token for a session. */
export function issueAccessToken(context: PracticeContext, sessionId: number): string {
  const token = context.random.token();
  const now = context.clock.now();
  context.database.prepare('DELETE FROM access_token WHERE expires_at <= ?').run(now);
  context.database
    .prepare('INSERT INTO access_token VALUES (?, ?, ?)')
    .run(fingerprint(token), sessionId, now + limits.accessTokenMs);
  return token;
}

/** A sign of life: the idle time starts anew, the absolute limit stays. */
export function touchSession(context: PracticeContext, sessionId: number): void {
  context.database.prepare('UPDATE session SET last_seen_at = ? WHERE id = ?').run(context.clock.now(), sessionId);
}

/** Ends a session and all its tokens. */
export function endSession(context: PracticeContext, sessionId: number): void {
  context.database.prepare('DELETE FROM access_token WHERE session_id = ?').run(sessionId);
  context.database
    .prepare('UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL')
    .run(context.clock.now(), sessionId);
}

/** Everybody who is logged in at this moment, newest first. */
export function listSessions(context: PracticeContext): readonly LoginSession[] {
  const rows = context.database
    .prepare(`SELECT * FROM session WHERE ${ALIVE} ORDER BY id DESC`)
    .all(...aliveSince(context));
  return z.array(rowSchema).parse(rows);
}
