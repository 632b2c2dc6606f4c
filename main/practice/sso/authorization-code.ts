import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type LoginMethod, loginMethodSchema, type Realm } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import type { AuthSession } from './auth-session-store.ts';

const rowSchema = z.object({
  user_id: z.string(),
  client_id: z.string(),
  scope: z.string(),
  key_thumbprint: z.string(),
  code_challenge: z.string(),
  created_at: z.number(),
  session_id: z.number().nullable(),
  method: loginMethodSchema,
});

/** The log-in that a code comes of. */
export interface CodeOwner
  extends Pick<AuthSession, 'userId' | 'clientId' | 'scope' | 'keyThumbprint' | 'codeChallenge'> {
  readonly method: LoginMethod;
}

/** Makes an authorization code: once, for one minute, bound to the key and the PKCE challenge of its log-in. */
export function issueCode(context: PracticeContext, realm: Realm, owner: CodeOwner): string {
  const code = context.random.token();
  const now = context.clock.now();
  context.database.prepare('DELETE FROM authorization_code WHERE created_at < ?').run(now - limits.absoluteMs);
  context.database
    .prepare('INSERT INTO authorization_code VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)')
    .run(
      fingerprint(code),
      realm,
      owner.userId,
      owner.clientId,
      owner.scope,
      owner.keyThumbprint,
      owner.codeChallenge,
      now,
      owner.method,
    );
  return code;
}

export type CodeOutcome =
  | {
      readonly kind: 'good';
      readonly userId: string;
      readonly clientId: string;
      readonly scope: string;
      readonly method: LoginMethod;
    }
  /** Seen before: the session that came of it must end (RFC 6749 section 4.1.2). */
  | { readonly kind: 'replayed'; readonly sessionId: number }
  | { readonly kind: 'bad' };

/** Judges a code with its verifier (RFC 7636, S256) and key. */
export function readCode(
  context: PracticeContext,
  realm: Realm,
  given: { code: string; verifier: string; thumbprint: string },
): CodeOutcome {
  const found = context.database
    .prepare('SELECT * FROM authorization_code WHERE code_hash = ? AND realm = ?')
    .get(fingerprint(given.code), realm);
  if (!found) return { kind: 'bad' };
  const row = rowSchema.parse(found);
  if (row.session_id !== null) return { kind: 'replayed', sessionId: row.session_id };
  const verifierIsWellFormed = /^[A-Za-z0-9._~-]{43,128}$/.test(given.verifier);
  const codeChallenge = createHash('sha256').update(given.verifier, 'ascii').digest('base64url');
  const inTime = context.clock.now() - row.created_at < limits.codeMs;
  if (!inTime || !verifierIsWellFormed || codeChallenge !== row.code_challenge) return { kind: 'bad' };
  if (given.thumbprint !== row.key_thumbprint) return { kind: 'bad' };
  return { kind: 'good', userId: row.user_id, clientId: row.client_id, scope: row.scope, method: row.method };
}

/** Marks a code as used by the session that came of it. */
export function markCodeUsed(context: PracticeContext, code: string, sessionId: number): void {
  context.database
    .prepare('UPDATE authorization_code SET session_id = ? WHERE code_hash = ?')
    .run(sessionId, fingerprint(code));
}
