import type { PracticeContext } from '../core/practice-context.ts';
import { clearFailures } from '../sso/failures.ts';
import { hashPassword, sameHash } from '../sso/hash-password.ts';
import { endSession, listSessions } from '../sso/session-store.ts';
import { inTransaction } from '../store/open-database.ts';
import { findUser } from '../store/users.ts';
import { markResetTokenUsed } from './reset-link-store.ts';

/** Practice values: the exchange's rules for passwords are not public. */
export const passwordRules = [
  { id: 'min_length', count: 12 },
  { id: 'max_length', count: 128 },
  { id: 'not_login_id' },
  { id: 'not_previous' },
] as const;

/** The rules that a new password breaks; none: it was set, its link is used up, failures are forgotten, sessions have ended. */
export async function changePassword(
  context: PracticeContext,
  change: { readonly userId: string; readonly token: string; readonly password: string },
): Promise<readonly string[]> {
  const { userId, password } = change;
  const user = findUser(context.database, 'ecp', userId);
  if (!user) throw new Error('a link belongs to a user');
  const { length } = [...password];
  const isPrevious = sameHash(await hashPassword(password, user.passwordSalt), user.passwordHash);
  const verdicts: readonly (readonly [boolean, string])[] = [
    [length < 12, 'min_length'],
    [length > 128, 'max_length'],
    [password.toLowerCase().includes(userId.toLowerCase()), 'not_login_id'],
    [isPrevious, 'not_previous'],
  ];
  const broken = verdicts.filter(([isBroken]) => isBroken).map(([, id]) => id);
  if (broken.length > 0) return broken;
  const salt = context.random.bytes(16);
  const hash = await hashPassword(password, salt);
  inTransaction(context.database, () => {
    context.database
      .prepare("UPDATE user SET password_salt = ?, password_hash = ? WHERE realm = 'ecp' AND user_id = ?")
      .run(salt, hash, userId);
    markResetTokenUsed(context, change.token);
    clearFailures(context, 'ecp', userId);
    for (const session of listSessions(context)) {
      if (session.realm === 'ecp' && session.userId === userId) endSession(context, session.id);
    }
  });
  return [];
}
