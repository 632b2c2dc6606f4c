import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A number that is used once, 32 bytes in base64url. */
export function newNonce(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Proves to know the token without saying it (HMAC-SHA-256 of who speaks and the other's nonce). Both sides do: a pipe of Windows keeps
 * its name after its terminal was killed, and whoever made one of that name would otherwise be told the token, and be believed.
 */
export function proveToken(token: string, who: 'terminal' | 'command', nonce: string): string {
  return createHmac('sha256', token).update(`${who} ${nonce}`).digest('base64url');
}

/** Compares two proofs in a time that does not depend on them. */
export function isProof(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
