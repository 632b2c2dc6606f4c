import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import { ok } from '../../shared/lib/result.ts';

/** A keychain in memory: what a second start of the program finds again. */
export function memoryCredentials(kept = new Map<string, string>()): CredentialStore {
  return {
    state: () => ({ kind: 'available', backend: 'test' }),
    read: async (name) => ok(kept.get(name) ?? null),
    write: async (name, value) => {
      kept.set(name, value);
      return ok(null);
    },
    remove: async (name) => {
      kept.delete(name);
      return ok(null);
    },
  };
}
