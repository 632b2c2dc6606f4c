import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { CredentialStore } from '../../credentials/credential-store.ts';

/** The key by which the exchange knows this PC again. The private half cannot be read out once it is loaded. */
export interface DeviceKey {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  /** RFC 7638, SHA-256. */
  readonly thumbprint: string;
}

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const storedKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: coordinate,
});

async function toDeviceKey(jwk: z.infer<typeof storedKeySchema>): Promise<DeviceKey> {
  const privateKey = await importJWK(jwk, 'ES256', { extractable: false });
  if (privateKey instanceof Uint8Array) throw new TypeError('an elliptic key is never a byte string');
  const { kty, crv, x, y } = jwk;
  const publicJwk = { kty, crv, x, y };
  return { privateKey, publicJwk, thumbprint: await calculateJwkThumbprint(publicJwk) };
}

async function fromText(text: string): Promise<DeviceKey | null> {
  try {
    return await toDeviceKey(storedKeySchema.parse(JSON.parse(text)));
  } catch {
    // Damaged or foreign: as good as absent. The error could quote the key.
    return null;
  }
}

/**
 * Loads this PC's ES256 key from the keychain, or makes and keeps one. Without a keychain the key lives as long as the
 * program.
 */
export async function loadDeviceKey(credentials: CredentialStore): Promise<DeviceKey> {
  const stored = await credentials.read('device-key');
  const known = stored.ok && stored.value !== null ? await fromText(stored.value) : null;
  if (known) return known;
  const pair = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y, d } = await exportJWK(pair.privateKey);
  const jwk = storedKeySchema.parse({ kty, crv, x, y, d });
  // A refusal is not an error here: the key then lives in memory only, which the status bar says.
  if (stored.ok) await credentials.write('device-key', JSON.stringify(jwk));
  return toDeviceKey(jwk);
}
