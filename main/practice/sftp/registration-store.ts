import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const keySchema = z
  .object({
    user_id: z.string(),
    key_blob: z.string(),
    comment: z.string(),
    registered_at: z.number(),
    expires_at: z.number().nullable(),
  })
  .transform((row) => ({
    userId: row.user_id,
    keyBlob: row.key_blob,
    comment: row.comment,
    registeredAt: row.registered_at,
    expiresAt: row.expires_at,
  }));

/** A public key that a user registered for SFTP; `keyBlob` is the key in SSH wire form, base64. Times in ms since 1970. */
export type RegisteredKey = Readonly<z.infer<typeof keySchema>>;

const addressSchema = z
  .object({ address: z.string(), registered_at: z.number() })
  .transform((row) => ({ address: row.address, registeredAt: row.registered_at }));

/** An address from which a user may connect by SFTP. */
export type RegisteredAddress = Readonly<z.infer<typeof addressSchema>>;

/** The keys that a user registered, newest first, expired ones included. */
export function registeredKeys(database: DatabaseSync, userId: string): readonly RegisteredKey[] {
  const rows = database.prepare('SELECT * FROM sftp_key WHERE user_id = ? ORDER BY registered_at DESC').all(userId);
  return z.array(keySchema).parse(rows);
}

/** Registers a key; one that is registered already keeps its place and gets the new end. */
export function registerKey(database: DatabaseSync, key: RegisteredKey): void {
  database
    .prepare(
      `INSERT INTO sftp_key VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (user_id, key_blob) DO UPDATE SET expires_at = excluded.expires_at`,
    )
    .run(key.userId, key.keyBlob, key.comment, key.registeredAt, key.expiresAt);
}

/** The addresses that a user registered. */
export function registeredAddresses(database: DatabaseSync, userId: string): readonly RegisteredAddress[] {
  const rows = database.prepare('SELECT * FROM sftp_address WHERE user_id = ? ORDER BY registered_at DESC').all(userId);
  return z.array(addressSchema).parse(rows);
}

/** Registers an address; a second time changes nothing. */
export function registerAddress(
  database: DatabaseSync,
  entry: { readonly userId: string; readonly address: string; readonly registeredAt: number },
): void {
  database
    .prepare('INSERT OR IGNORE INTO sftp_address VALUES (?, ?, ?)')
    .run(entry.userId, entry.address, entry.registeredAt);
}
