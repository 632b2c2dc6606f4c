import type { Realm } from '../../../shared/contract/session.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { findUser, type UserRecord } from '../store/users.ts';
import { hashPassword, sameHash } from './hash-password.ts';

const NOBODY = { passwordSalt: new Uint8Array(16), passwordHash: new Uint8Array(32) };

/** Checks a password. The same work is done for a user ID that does not exist, so that the time tells nothing. */
export async function verifyPassword(
  context: PracticeContext,
  realm: Realm,
  typed: { userId: string; password: string },
): Promise<{ user: UserRecord | null; right: boolean }> {
  const user = findUser(context.database, realm, typed.userId);
  const { passwordSalt, passwordHash } = user ?? NOBODY;
  const hash = await hashPassword(typed.password, passwordSalt);
  return { user, right: sameHash(hash, passwordHash) && user !== null };
}
