import { createHash } from 'node:crypto';
import type { CardAlgorithm } from '../../sso/sso-client.ts';
import { CKG_MGF1_SHA256, CKM } from './constants.ts';
import type { Mechanism, Ulong } from './cryptoki.ts';

const HASH_BYTES = 32;
const PSS = { hash: CKM.SHA256, generator: CKG_MGF1_SHA256, saltLength: HASH_BYTES };
/** DigestInfo of SHA-256 (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

interface Way {
  readonly algorithm: CardAlgorithm;
  readonly mechanism: Mechanism;
  /** What the mechanism wants to be given. */
  readonly prepare: (input: Uint8Array) => Uint8Array;
}

const sha256 = (input: Uint8Array) => createHash('sha256').update(input).digest();

/** The ways to make each algorithm, the better first: a card that hashes itself is sent the text, others its hash. */
const ways: readonly Way[] = [
  { algorithm: 'RS256', mechanism: { mechanism: CKM.SHA256_RSA_PKCS }, prepare: (input) => input },
  {
    algorithm: 'RS256',
    mechanism: { mechanism: CKM.RSA_PKCS },
    prepare: (input) => Buffer.concat([DIGEST_INFO, sha256(input)]),
  },
  { algorithm: 'PS256', mechanism: { mechanism: CKM.SHA256_RSA_PKCS_PSS, pss: PSS }, prepare: (input) => input },
  { algorithm: 'PS256', mechanism: { mechanism: CKM.RSA_PKCS_PSS, pss: PSS }, prepare: sha256 },
  { algorithm: 'ES256', mechanism: { mechanism: CKM.ECDSA }, prepare: sha256 },
];

/** The algorithms that a token's mechanisms can make, RS256 first. */
export function algorithmsOf(mechanisms: readonly Ulong[]): readonly CardAlgorithm[] {
  const known = new Set(mechanisms.map(Number));
  return [...new Set(ways.filter((way) => known.has(way.mechanism.mechanism)).map((way) => way.algorithm))];
}

/** How a token makes an algorithm; null when it cannot. */
export function wayToSign(algorithm: CardAlgorithm, mechanisms: readonly Ulong[]): Way | null {
  const known = new Set(mechanisms.map(Number));
  return ways.find((way) => way.algorithm === algorithm && known.has(way.mechanism.mechanism)) ?? null;
}
