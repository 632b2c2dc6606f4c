import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import { ok } from '../../shared/lib/result.ts';

type Kept = Record<string, string>;

/** A keychain in a file: what several processes of a test find again. */
export function fileCredentials(file: string): CredentialStore {
  const read = (): Kept => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : {});
  const write = (kept: Kept) => writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
  return {
    state: () => ({ kind: 'available', backend: 'test' }),
    read: async (name) => ok(read()[name] ?? null),
    write: async (name, value) => {
      write({ ...read(), [name]: value });
      return ok(null);
    },
    remove: async (name) => {
      const { [name]: _gone, ...others } = read();
      write(others);
      return ok(null);
    },
  };
}
