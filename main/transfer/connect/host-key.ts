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

/** Shorter ones can be broken, whoever pinned them (NIST SP 800-57). */
const FEWEST_RSA_BITS = 2048;

/** The bits of an RSA key in SSH wire form (RFC 4253 section 6.6); null for every other kind. */
function rsaBits(key: Buffer): number | null {
  let at = 0;
  const next = () => {
    const length = key.readUInt32BE(at);
    at += 4 + length;
    return key.subarray(at - length, at);
  };
  if (next().toString('latin1') !== 'ssh-rsa') return null;
  next();
  const modulus = next();
  const first = modulus.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (modulus.length - first) * 8 - Math.clz32(modulus[first] ?? 0) + 24;
}

/** Says whether a shown key is known. Only a plain `true`, at once, counts as a yes. */
export type HostKeyJudge = (fingerprint: string, pinned: readonly string[]) => unknown;

/** What was shown. `weak`: an RSA key that is too short, pinned or not. */
export interface ShownKey {
  readonly fingerprint: string;
  readonly verdict: 'known' | 'strange' | 'weak';
}

function verdictOf(key: Buffer, isKnown: () => unknown): ShownKey['verdict'] {
  try {
    if ((rsaBits(key) ?? FEWEST_RSA_BITS) < FEWEST_RSA_BITS) return 'weak';
    return isKnown() === true ? 'known' : 'strange';
  } catch {
    // A judge that fails has not said yes, and a key that cannot be read is nobody's.
    return 'strange';
  }
}

/**
 * Makes the verifier for ssh2, which takes whatever is not `false` for a yes (a promise included), waits where nothing comes back, and
 * lets a throw end the program. Here all of these are a no. `onShown` is told before the answer is given.
 */
export function createHostVerifier(
  pinned: readonly string[],
  onShown: (shown: ShownKey) => void,
  judge: HostKeyJudge = isPinned,
): (key: Buffer) => boolean {
  return (key) => {
    const fingerprint = fingerprintOf(key);
    const verdict = verdictOf(key, () => judge(fingerprint, pinned));
    onShown({ fingerprint, verdict });
    return verdict === 'known';
  };
}
