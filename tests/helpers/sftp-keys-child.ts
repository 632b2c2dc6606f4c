import { openKeychainCredentialStore } from '../../main/credentials/keychain-credential-store.ts';
import { openKeptKeys } from '../../main/sftp-account/kept-keys.ts';
import { makePrivateKey } from '../../main/sftp-account/make-private-key.ts';

/*
 * Run as a process of its own inside a D-Bus session: keeps a long key in the real keychain, finds it again after a restart,
 * loses one part of it, and removes another key. Prints what it saw.
 */
const store = await openKeychainCredentialStore({ id: 'first', keepCredentials: true });
const seen: unknown[] = [store.state()];
const der = (key: { export(options: { type: 'pkcs8'; format: 'der' }): Buffer }) =>
  key.export({ type: 'pkcs8', format: 'der' }).toString('base64');

async function list() {
  const again = openKeptKeys(await openKeychainCredentialStore({ id: 'first', keepCredentials: true }));
  const found = await again.list();
  return found.ok ? found.value : [];
}
const owner = { userName: 'chan@firm.example', expiresAt: null };
const long = await makePrivateKey('rsa-4096');
const short = await makePrivateKey('ed25519');
const keys = openKeptKeys(store);
seen.push(
  (await keys.add({ ...owner, key: long, madeAt: 1 })).ok,
  (await keys.add({ ...owner, key: short, madeAt: 2 })).ok,
);
const kept = await list();
seen.push(kept.map(({ key }) => der(key) === der(short) || der(key) === der(long)));
const parts: boolean[] = [];
for (const part of [1, 2, 3, 4] as const) {
  const stored = await store.read(`sftp-key-1-${part}`);
  parts.push(stored.ok && stored.value !== null);
}
seen.push(parts);
await store.remove('sftp-key-1-2');
seen.push((await list()).map(({ madeAt }) => madeAt));
seen.push((await openKeptKeys(store).remove(kept[0]?.keyId ?? '')).ok, (await list()).length);
process.stdout.write(JSON.stringify(seen));
