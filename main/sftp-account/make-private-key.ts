import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { NewKeyKind } from '../../shared/contract/sftp-account.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';

const generate = promisify(generateKeyPair);

/** Makes a private key by the system's randomness; an RSA key takes about a second, on another thread. */
export async function makePrivateKey(kind: NewKeyKind): Promise<KeyObject> {
  switch (kind) {
    case 'ed25519':
      return (await generate('ed25519')).privateKey;
    case 'rsa-3072':
      return (await generate('rsa', { modulusLength: 3072 })).privateKey;
    case 'rsa-4096':
      return (await generate('rsa', { modulusLength: 4096 })).privateKey;
    default:
      return assertNever(kind);
  }
}
