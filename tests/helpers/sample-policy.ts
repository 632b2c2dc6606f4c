import { CompactSign, type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import type { PolicyKey } from '../../main/profile/profile.ts';

export const policyIssuer = 'https://sso.example.test';

const coordinatesSchema = z.object({ kty: z.string(), x: z.string(), y: z.string().optional() });

/** A key pair that signs policies, and its public half as a profile pins it. */
export async function makePolicyKey(algorithm: 'ES256' | 'EdDSA' = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const { x, y } = coordinatesSchema.parse(await exportJWK(publicKey));
  const pinned: PolicyKey = y === undefined ? { kty: 'OKP', crv: 'Ed25519', x } : { kty: 'EC', crv: 'P-256', x, y };
  return { algorithm, privateKey, pinned };
}

/** A policy as it is served, with what is given in the place of its own. Times in seconds since 1970. */
export function policyPayload(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    iss: policyIssuer,
    iat: 1_000,
    exp: 9_000,
    serial: 7,
    phases: [
      { phase: 'smart-card', starts_at: 0 },
      { phase: 'parallel', starts_at: 2_000 },
      { phase: 'two-factor-only', starts_at: 3_000 },
    ],
    methods: {
      existing: { 'smart-card': ['smart-card'], parallel: ['2fa', 'smart-card'], 'two-factor-only': ['2fa'] },
      created_after_launch: { 'smart-card': [], parallel: ['2fa'], 'two-factor-only': ['2fa'] },
    },
    minimum_version: '0.1.0',
    help: { hotline: '2979 7222', email: 'help@exchange.example' },
    ...changes,
  };
}

/** Signs a payload; `header` is added to the right one. */
export function signSample(
  payload: unknown,
  key: { readonly algorithm: string; readonly privateKey: CryptoKey | Uint8Array },
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: key.algorithm, typ: 'transition-policy+jwt', ...header })
    .sign(key.privateKey, { crit: { later: true } });
}
