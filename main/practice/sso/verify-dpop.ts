import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { ExchangeClock } from '../core/exchange-clock.ts';
import { limits } from '../core/limits.ts';
import type { Randomness } from '../core/randomness.ts';

/** What a request must agree with: its method, its address without query, and at a resource its access token. */
export interface ProofDemand {
  readonly proof: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly accessToken?: string;
  /** Answer as if the nonce were stale, whatever was sent. */
  readonly staleNonce: boolean;
}

export type ProofOutcome =
  | { readonly kind: 'accepted'; readonly thumbprint: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'nonce-wanted'; readonly nonce: string };

export interface DpopVerifier {
  verify(demand: ProofDemand): Promise<ProofOutcome>;
  /** With nonce mode on, every proof must carry the newest nonce or the one before. */
  setNonceMode(on: boolean): void;
}

/** Public P-256 only: a `d` (a private key on the wire) or any other unknown member is refused by its absence here. */
const jwkSchema = z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
const headerSchema = z.looseObject({ typ: z.literal('dpop+jwt'), alg: z.literal('ES256'), jwk: jwkSchema });
const claimsSchema = z.looseObject({
  jti: z.string().min(16).max(128),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string().optional(),
  nonce: z.string().optional(),
});
type Claims = z.infer<typeof claimsSchema>;

/** Checks DPoP proofs (RFC 9449 section 4.3), remembering each `jti` for as long as its proof could be accepted. */
export function createDpopVerifier(clock: ExchangeClock, random: Randomness): DpopVerifier {
  const seen = new Map<string, number>();
  let nonces: string[] = [];
  let nonceMode = false;

  function freshNonce(): string {
    const nonce = random.token();
    nonces = [nonce, ...nonces].slice(0, 2);
    return nonce;
  }

  function isReplay(thumbprint: string, claims: Claims): boolean {
    const now = clock.now();
    for (const [id, until] of seen) if (until <= now) seen.delete(id);
    const id = `${thumbprint} ${claims.jti}`;
    if (seen.has(id)) return true;
    seen.set(id, claims.iat * 1000 + 2 * limits.proofWindowMs);
    return false;
  }

  return {
    setNonceMode(on) {
      nonceMode = on;
    },
    async verify(demand) {
      const read = await readProof(demand.proof);
      if (!read || !agrees(read.claims, demand, clock.now())) return { kind: 'refused' };
      const nonceGiven = read.claims.nonce !== undefined && nonces.includes(read.claims.nonce);
      if (demand.staleNonce || (nonceMode && !nonceGiven)) return { kind: 'nonce-wanted', nonce: freshNonce() };
      if (isReplay(read.thumbprint, read.claims)) return { kind: 'refused' };
      return { kind: 'accepted', thumbprint: read.thumbprint };
    },
  };
}

async function readProof(proof: string | undefined): Promise<{ claims: Claims; thumbprint: string } | null> {
  if (!proof || proof.length > 4096) return null;
  try {
    const { jwk } = headerSchema.parse(decodeProtectedHeader(proof));
    if ('d' in jwk) return null;
    const publicJwk = { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
    const key = await importJWK(publicJwk, 'ES256');
    const { payload } = await jwtVerify(proof, key, { algorithms: ['ES256'], typ: 'dpop+jwt' });
    return { claims: claimsSchema.parse(payload), thumbprint: await calculateJwkThumbprint(publicJwk, 'sha256') };
  } catch {
    // Whatever is wrong with a proof, the answer is the same: it is not one.
    return null;
  }
}

function agrees(claims: Claims, demand: ProofDemand, now: number): boolean {
  if (claims.htm !== demand.method || claims.htu !== demand.url) return false;
  if (Math.abs(claims.iat * 1000 - now) > limits.proofWindowMs) return false;
  if (demand.accessToken === undefined) return true;
  return claims.ath === createHash('sha256').update(demand.accessToken, 'ascii').digest('base64url');
}
