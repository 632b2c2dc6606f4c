import { createHash } from 'node:crypto';

/** SHA-256 in hex. Opaque secrets of 256 bits are kept only like this; a slow hash would add nothing to them. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
