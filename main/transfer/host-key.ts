import { createHash, timingSafeEqual } from 'node:crypto';

/** As `ssh-keygen -l` shows it: SHA-256 of the key in SSH wire form, base64 without padding. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Compares a presented key with every pinned one, in constant time; nothing pinned means nothing believed. */
export function isPinned(fingerprint: string, pinned: readonly string[]): boolean {
  const shown = Buffer.from(fingerprint);
  let found = false;
  for (const one of pinned) {
    const known = Buffer.from(one);
    if (known.length === shown.length && timingSafeEqual(known, shown)) found = true;
  }
  return found;
}
