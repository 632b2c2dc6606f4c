import type { CredentialName, CredentialStore } from '../../main/credentials/credential-store.ts';
import { openKeychainCredentialStore } from '../../main/credentials/keychain-credential-store.ts';

/*
 * Run as a process of its own inside a D-Bus session: takes a list of steps as JSON, does them on the real keychain and
 * prints what each gave.
 */
type Step =
  | readonly ['open', string]
  | readonly ['state']
  | readonly ['write', CredentialName, string]
  | readonly ['read' | 'remove', CredentialName];

const steps: readonly Step[] = JSON.parse(process.argv[2] ?? '[]');
const answers: unknown[] = [];
let store: CredentialStore = await openKeychainCredentialStore({ id: 'first', keepCredentials: true });
for (const step of steps) {
  if (step[0] === 'open') store = await openKeychainCredentialStore({ id: step[1], keepCredentials: true });
  else if (step[0] === 'state') answers.push(store.state());
  else if (step[0] === 'write') answers.push(await store.write(step[1], step[2]));
  else answers.push(await store[step[0]](step[1]));
}
process.stdout.write(JSON.stringify(answers));
