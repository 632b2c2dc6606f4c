import { z } from 'zod';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';

const keptSchema = z.strictObject({ userId: z.string(), secret: z.string() });

/** The one secret that may be kept on this PC, of the user who was logged in when it was set up. */
export interface KeptSeed {
  /** Null when none is kept for this user, or the keychain cannot be asked. */
  read(userId: string): Promise<string | null>;
  write(userId: string, secret: string): Promise<Result<null>>;
  /** Removes the seed of this user; another user's stays. */
  remove(userId: string): Promise<Result<null>>;
}

function parse(text: string): z.infer<typeof keptSchema> | null {
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    // Damaged or foreign is as good as absent; the error could quote the secret.
    return null;
  }
}

/** Keeps the seed under its own name in the keychain. */
export function createKeptSeed(credentials: CredentialStore): KeptSeed {
  async function read(userId: string): Promise<string | null> {
    const stored = await credentials.read('authenticator-seed');
    const kept = stored.ok && stored.value !== null ? parse(stored.value) : null;
    return kept?.userId === userId ? kept.secret : null;
  }
  return {
    read,
    write: (userId, secret) => credentials.write('authenticator-seed', JSON.stringify({ userId, secret })),
    remove: async (userId) => ((await read(userId)) === null ? ok(null) : credentials.remove('authenticator-seed')),
  };
}
