import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Realm } from '../../../shared/contract/session.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { otpMail } from '../mail/otp-mail.ts';

interface OtpOwner {
  readonly realm: Realm;
  readonly userId: string;
  readonly authSessionId: number;
}

const rowSchema = z.object({ auth_session_id: z.number(), salt: z.string(), hash: z.string(), sent_at: z.number() });

/** Makes a one-time password and mails it. The user's earlier ones are worthless from now on: only the newest counts. */
export async function sendOneTimePassword(context: PracticeContext, owner: OtpOwner, address: string): Promise<void> {
  const now = context.clock.now();
  const text = context.random.digits(limits.otpLength);
  const salt = context.random.token();
  context.database
    .prepare('INSERT OR REPLACE INTO one_time_password VALUES (?, ?, ?, ?, ?, ?)')
    .run(owner.realm, owner.userId, owner.authSessionId, salt, fingerprint(salt + text), now);
  await context.outbox.send(otpMail(owner.realm, address, { text, expiresAt: now + limits.otpMs }));
}

/** Ms until it expires and until another may be asked for; both 0 when there is none for this auth session. */
export function oneTimePasswordTimes(
  context: PracticeContext,
  owner: OtpOwner,
): { expiresIn: number; resendIn: number } {
  const row = readRow(context, owner);
  if (!row) return { expiresIn: 0, resendIn: 0 };
  const age = context.clock.now() - row.sent_at;
  return { expiresIn: Math.max(0, limits.otpMs - age), resendIn: Math.max(0, limits.resendMs - age) };
}

/**
 * Judges what was typed. Right means used up. After ten minutes, or once a newer one was sent for another log-in, every
 * answer is `expired`, so nothing can be learnt about the old digits.
 */
export function checkOneTimePassword(
  context: PracticeContext,
  owner: OtpOwner,
  typed: string,
): 'right' | 'wrong' | 'expired' {
  const row = readRow(context, owner);
  if (!row || context.clock.now() - row.sent_at >= limits.otpMs) return 'expired';
  const same = timingSafeEqual(Buffer.from(row.hash, 'hex'), Buffer.from(fingerprint(row.salt + typed), 'hex'));
  if (!same) return 'wrong';
  context.database
    .prepare('DELETE FROM one_time_password WHERE realm = ? AND user_id = ?')
    .run(owner.realm, owner.userId);
  return 'right';
}

function readRow(context: PracticeContext, owner: OtpOwner): z.infer<typeof rowSchema> | null {
  const row = context.database
    .prepare('SELECT * FROM one_time_password WHERE realm = ? AND user_id = ? AND auth_session_id = ?')
    .get(owner.realm, owner.userId, owner.authSessionId);
  return row ? rowSchema.parse(row) : null;
}
