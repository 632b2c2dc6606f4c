import { z } from 'zod';
import type { Realm } from '../../../shared/contract/session.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { makeAuthenticatorSecret, timeStepOfCode } from './totp.ts';

interface Owner {
  readonly realm: Realm;
  readonly userId: string;
}

const rowSchema = z.object({
  pending_secret: z.string().nullable(),
  secret: z.string().nullable(),
  used_steps: z.preprocess((value) => JSON.parse(String(value)), z.array(z.number())),
});
type Row = z.infer<typeof rowSchema>;

/** A code lives for three steps at most; more need not be remembered. */
const REMEMBERED_STEPS = 8;

/** True when the user has set up an authenticator app. */
export function hasAuthenticator(context: PracticeContext, owner: Owner): boolean {
  return (readRow(context, owner)?.secret ?? null) !== null;
}

/** Makes a new secret. The one before goes on counting until a code of the new one was shown. */
export function beginAuthenticator(context: PracticeContext, owner: Owner): string {
  const pending = makeAuthenticatorSecret();
  const before = readRow(context, owner);
  writeRow(context, owner, {
    secret: before?.secret ?? null,
    used_steps: before?.used_steps ?? [],
    pending_secret: pending,
  });
  return pending;
}

/** Takes the new secret into use when the code is one of its own; `nothing-begun` when there is none. */
export function confirmAuthenticator(
  context: PracticeContext,
  owner: Owner,
  typed: string,
): 'confirmed' | 'wrong' | 'nothing-begun' {
  const secret = readRow(context, owner)?.pending_secret ?? null;
  if (secret === null) return 'nothing-begun';
  const step = timeStepOfCode(secret, typed, context.clock.now());
  if (step === null) return 'wrong';
  writeRow(context, owner, { secret, used_steps: [step], pending_secret: null });
  return 'confirmed';
}

export function removeAuthenticator(context: PracticeContext, owner: Owner): void {
  context.database.prepare('DELETE FROM authenticator WHERE realm = ? AND user_id = ?').run(owner.realm, owner.userId);
}

/** True for a code of this moment that was not used before (RFC 6238 section 5.2: each once). */
export function spendAuthenticatorCode(context: PracticeContext, owner: Owner, typed: string): boolean {
  const row = readRow(context, owner);
  if (!row?.secret) return false;
  const step = timeStepOfCode(row.secret, typed, context.clock.now());
  if (step === null || row.used_steps.includes(step)) return false;
  writeRow(context, owner, { ...row, used_steps: [...row.used_steps, step].slice(-REMEMBERED_STEPS) });
  return true;
}

function readRow(context: PracticeContext, owner: Owner): Row | null {
  const row = context.database
    .prepare('SELECT pending_secret, secret, used_steps FROM authenticator WHERE realm = ? AND user_id = ?')
    .get(owner.realm, owner.userId);
  return row ? rowSchema.parse(row) : null;
}

function writeRow(context: PracticeContext, owner: Owner, row: Row): void {
  context.database
    .prepare('INSERT OR REPLACE INTO authenticator VALUES (?, ?, ?, ?, ?)')
    .run(owner.realm, owner.userId, row.pending_secret, row.secret, JSON.stringify(row.used_steps));
}
