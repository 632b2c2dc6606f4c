import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { PolicyKey } from '../../profile/profile.ts';

export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** What a profile pins. */
  readonly publicKey: PolicyKey;
}

/**
 * The key that signs the transition policy. Made once and kept in the state folder (mode 0600), so that a saved profile
 * stays valid over a restart. Throws when the kept file is damaged.
 */
export async function loadPolicyKey(stateFolder: string): Promise<SigningKey> {
  const file = join(stateFolder, 'policy-key.json');
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept !== null) return toSigningKey(JSON.parse(kept));
  const made = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(made.privateKey);
  await writeFile(`${file}.new`, JSON.stringify(jwk), { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return toSigningKey(jwk);
}

async function toSigningKey(jwk: JWK): Promise<SigningKey> {
  const privateKey = await importJWK(jwk, 'ES256');
  if (privateKey instanceof Uint8Array || !jwk.x || !jwk.y) {
    throw new Error('policy-key.json of the practice exchange is damaged; remove its state folder');
  }
  return { privateKey, publicKey: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y } };
}
