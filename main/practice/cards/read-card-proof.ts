import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { fingerprint } from '../core/fingerprint.ts';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';

/** What a card may sign with; a JWS with another one is refused (RFC 8725 section 3.1). */
export const cardAlgorithms = ['RS256', 'PS256', 'ES256'] as const;

const headerSchema = z.looseObject({
  typ: z.literal('card-proof+jwt'),
  alg: z.enum(cardAlgorithms),
  /** Base64, not base64url, and the leaf first (RFC 7515 section 4.1.6). */
  x5c: z
    .array(
      z
        .string()
        .max(16_384)
        .regex(/^[A-Za-z0-9+/]+={0,2}$/),
    )
    .min(1)
    .max(4),
});
const claimsSchema = z.looseObject({ nonce: z.string(), aud: z.string(), iat: z.number(), jkt: z.string() });

export interface CardProofDemand {
  readonly proof: string;
  readonly issuer: string;
  readonly nonceHash: string;
  /** The thumbprint of the key whose DPoP proof came with it. */
  readonly thumbprint: string;
}

export type CardProof =
  | { readonly kind: 'good'; readonly userId: string }
  /** All is right but the certificate's dates. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused' };

function agrees(claims: z.infer<typeof claimsSchema>, demand: CardProofDemand, now: number): boolean {
  return (
    fingerprint(claims.nonce) === demand.nonceHash &&
    claims.aud === demand.issuer &&
    claims.jkt === demand.thumbprint &&
    Math.abs(claims.iat * 1_000 - now) <= limits.proofWindowMs
  );
}

/** Judges a card's answer (docs/wire/sso.md, smart card). */
export async function readCardProof(context: PracticeContext, demand: CardProofDemand): Promise<CardProof> {
  if (demand.proof.length > 32_768) return { kind: 'refused' };
  try {
    const header = headerSchema.parse(decodeProtectedHeader(demand.proof));
    const leaf = new X509Certificate(Buffer.from(header.x5c[0] ?? '', 'base64'));
    const userId = context.cards.holderOf(leaf);
    if (userId === null) return { kind: 'refused' };
    const { payload } = await compactVerify(demand.proof, leaf.publicKey, { algorithms: [header.alg] });
    const claims = claimsSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
    const now = context.clock.now();
    if (!agrees(claims, demand, now)) return { kind: 'refused' };
    const isInTime = leaf.validFromDate.getTime() <= now && now <= leaf.validToDate.getTime();
    return isInTime ? { kind: 'good', userId } : { kind: 'expired' };
  } catch {
    // Whatever is wrong with a proof, the answer is the same: it is not one.
    return { kind: 'refused' };
  }
}
