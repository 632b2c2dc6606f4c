import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Realm, realmSchema } from '../../../shared/contract/session.ts';
import type { Randomness } from '../core/randomness.ts';
import { hashPassword } from '../sso/hash-password.ts';
import type { PracticeUser } from '../users.ts';

const textList = z.preprocess((value) => JSON.parse(String(value)), z.array(z.string()));
const rowSchema = z
  .object({
    realm: realmSchema,
    user_id: z.string(),
    password_salt: z.instanceof(Uint8Array),
    password_hash: z.instanceof(Uint8Array),
    display_name: z.string(),
    firm: z.string(),
    email: z.string().nullable(),
    methods: textList,
    locked: z.number(),
    functions: textList,
    participant_codes: textList,
    created_after_launch: z.number(),
  })
  .transform((row) => ({
    realm: row.realm,
    userId: row.user_id,
    passwordSalt: row.password_salt,
    passwordHash: row.password_hash,
    displayName: row.display_name,
    firm: row.firm,
    email: row.email,
    methods: row.methods,
    locked: row.locked === 1,
    functions: row.functions,
    participantCodes: row.participant_codes,
    createdAfterLaunch: row.created_after_launch === 1,
  }));

/** A user as the exchange keeps it: the password only as a hash. */
export type UserRecord = Readonly<z.infer<typeof rowSchema>>;

/** Writes the practice users anew at each start, so that the start page and the database never disagree. */
export async function seedUsers(database: DatabaseSync, users: readonly PracticeUser[], random: Randomness) {
  const hashed = await Promise.all(
    users.map(async (user) => {
      const salt = random.bytes(16);
      return { user, salt, hash: await hashPassword(user.password, salt) };
    }),
  );
  const insert = database.prepare('INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { user, salt, hash } of hashed) {
    insert.run(
      user.realm,
      user.userId,
      salt,
      hash,
      user.displayName,
      user.firm,
      user.email,
      JSON.stringify(user.methods),
      user.locked ? 1 : 0,
      JSON.stringify(user.functions),
      JSON.stringify(user.participantCodes),
      user.createdAfterLaunch ? 1 : 0,
    );
  }
}

/** Finds a user by the exact ID; null when there is none. */
export function findUser(database: DatabaseSync, realm: Realm, userId: string): UserRecord | null {
  const row = database.prepare('SELECT * FROM user WHERE realm = ? AND user_id = ?').get(realm, userId);
  return row ? rowSchema.parse(row) : null;
}

/** Everybody of a firm, by user ID. */
export function usersOfFirm(database: DatabaseSync, realm: Realm, firm: string): readonly UserRecord[] {
  const rows = database.prepare('SELECT * FROM user WHERE realm = ? AND firm = ? ORDER BY user_id').all(realm, firm);
  return z.array(rowSchema).parse(rows);
}
