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

/** Says whether a shown key is known. Only a plain `true`, at once, counts as a yes. */
export type HostKeyJudge = (fingerprint: string, pinned: readonly string[]) => unknown;

/**
 * Makes the verifier for ssh2, which takes whatever is not `false` for a yes (a promise included), waits where nothing comes back, and
 * lets a throw end the program. Here all of these are a no. `onShown` is told before the answer is given.
 */
export function createHostVerifier(
  pinned: readonly string[],
  onShown: (fingerprint: string, isPinned: boolean) => void,
  judge: HostKeyJudge = isPinned,
): (key: Buffer) => boolean {
  return (key) => {
    const shown = fingerprintOf(key);
    let isKnown = false;
    try {
      isKnown = judge(shown, pinned) === true;
    } catch {
      // A judge that fails has not said yes.
    }
    onShown(shown, isKnown);
    return isKnown;
  };
}
