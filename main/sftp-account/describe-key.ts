import type { SftpKey } from '../../shared/contract/sftp-account.ts';
import type { RegisteredAccount } from './ask-exchange.ts';
import type { KeptKey, KeptKeys } from './kept-keys.ts';
import { algorithmOf, bitsOf, fingerprintOf, keyParts, publicBlob } from './key-parts.ts';

/** From here on a person is warned. */
const WARNED_MS = 30 * 24 * 3_600_000;

export interface PublicHalf {
  readonly algorithm: string;
  readonly blob: Buffer;
  readonly fingerprint: string;
  readonly bits: number;
}

/** The public half of a kept key. */
export function publicHalf({ key }: Pick<KeptKey, 'key'>): PublicHalf {
  const parts = keyParts(key);
  if (!parts) throw new Error('a key that this program never keeps');
  const blob = publicBlob(parts);
  return { algorithm: algorithmOf(parts), blob, fingerprint: fingerprintOf(blob), bits: bitsOf(key, parts) };
}

/** The nearer end of two; null: none. */
function nearer(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

function expiryAt(expiresAt: number | null, now: number): SftpKey['expiry'] {
  if (expiresAt === null || expiresAt - now > WARNED_MS) return 'valid';
  return expiresAt > now ? 'soon' : 'expired';
}

export interface Seen {
  readonly where: KeptKeys['where'];
  readonly registered: RegisteredAccount | null;
  /** Exchange time in ms since 1970. */
  readonly now: number;
}

/** A key for the page: nothing of its private half. */
export function describeKey(kept: KeptKey, { where, registered, now }: Seen): SftpKey {
  const { algorithm, bits, fingerprint } = publicHalf(kept);
  const entry = registered?.keys.find((known) => known.fingerprint === fingerprint);
  const expiresAt = nearer(kept.expiresAt, entry?.expiresAt ?? null);
  const { keyId, madeAt } = kept;
  return {
    keyId,
    algorithm,
    bits,
    fingerprint,
    madeAt,
    expiresAt,
    expiry: entry?.state === 'expired' ? 'expired' : expiryAt(expiresAt, now),
    kept: where,
    registration: registered === null ? 'unknown' : (entry?.state ?? 'not-registered'),
  };
}
