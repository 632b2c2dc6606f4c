import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { mpint, sshString } from './ssh-wire.ts';

const bytes = z.string().transform((text) => Buffer.from(text, 'base64url'));

/** What of a private key's JWK (RFC 7518, RFC 8037) an SSH key is made of. */
const partsSchema = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: bytes, d: bytes }),
  z.object({ kty: z.literal('RSA'), n: bytes, e: bytes, d: bytes, p: bytes, q: bytes, qi: bytes }),
  z.object({ kty: z.literal('EC'), crv: z.enum(['P-256', 'P-384', 'P-521']), x: bytes, y: bytes, d: bytes }),
]);
export type KeyParts = z.infer<typeof partsSchema>;

const curves = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' } as const;
const curveBits = { 'P-256': 256, 'P-384': 384, 'P-521': 521 } as const;
/** Less is refused: NIST SP 800-131A gives 2048 bits until 2030, and a key is made for years. */
const LEAST_RSA_BITS = 3072;

/** The parts of a private key; null for a kind that this program does not use (DSA, Ed448, other curves). */
export function keyParts(key: KeyObject): KeyParts | null {
  const { asymmetricKeyType: type } = key;
  if (type !== 'ed25519' && type !== 'rsa' && type !== 'ec') return null;
  const parsed = partsSchema.safeParse(key.export({ format: 'jwk' }));
  return parsed.success ? parsed.data : null;
}

/** The name of the curve in SSH (RFC 5656 section 10.1) and the point, uncompressed. */
export function curvePoint(parts: Extract<KeyParts, { kty: 'EC' }>): { curve: string; point: Buffer } {
  return { curve: curves[parts.crv], point: Buffer.concat([Buffer.from([4]), parts.x, parts.y]) };
}

/** The name of the key's algorithm in its blob (`ssh-rsa` is also the name of keys that sign by SHA-2, RFC 8332). */
export function algorithmOf(parts: KeyParts): string {
  if (parts.kty === 'OKP') return 'ssh-ed25519';
  return parts.kty === 'RSA' ? 'ssh-rsa' : `ecdsa-sha2-${curves[parts.crv]}`;
}

/** The public key as it travels (RFC 4253 section 6.6, RFC 5656, RFC 8709). */
export function publicBlob(parts: KeyParts): Buffer {
  const name = sshString(algorithmOf(parts));
  if (parts.kty === 'OKP') return Buffer.concat([name, sshString(parts.x)]);
  if (parts.kty === 'RSA') return Buffer.concat([name, mpint(parts.e), mpint(parts.n)]);
  const { curve, point } = curvePoint(parts);
  return Buffer.concat([name, sshString(curve), sshString(point)]);
}

/** As `ssh-keygen -l` shows it: SHA-256 of the blob, base64 without padding. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The length in bits. */
export function bitsOf(key: KeyObject, parts: KeyParts): number {
  if (parts.kty === 'OKP') return 256;
  if (parts.kty === 'EC') return curveBits[parts.crv];
  return createPublicKey(key).asymmetricKeyDetails?.modulusLength ?? 0;
}

/** Whether this program refuses to use the key. */
export function isWeak(key: KeyObject): boolean {
  const parts = keyParts(key);
  return parts === null || (parts.kty === 'RSA' && bitsOf(key, parts) < LEAST_RSA_BITS);
}
