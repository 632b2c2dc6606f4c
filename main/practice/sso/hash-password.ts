import { type BinaryLike, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<BinaryLike, BinaryLike, number, Buffer>(scryptCallback);
const HASH_BYTES = 32;

/** scrypt with Node's defaults (N 16,384, r 8, p 1). The verifier normalises (NIST SP 800-63B: NFKC); the client does not. */
export function hashPassword(password: string, salt: Uint8Array): Promise<Buffer> {
  return scrypt(password.normalize('NFKC'), salt, HASH_BYTES);
}

/** Compares in constant time. */
export function sameHash(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
