import { compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { phaseSchema, phases } from '../../shared/contract/policy.ts';
import { loginMethodSchema } from '../../shared/contract/session.ts';
import type { TransitionPlan } from '../../shared/model/transition-phase.ts';
import type { PolicyKey } from '../profile/profile.ts';

/** A verified policy. Whether it is still in force is judged each time it is used. */
export interface Policy {
  readonly serial: number;
  readonly expiresAt: number;
  readonly plan: TransitionPlan;
  readonly minimumVersion: string;
  readonly help: { readonly hotline: string; readonly email: string };
}

/** A policy is about a kilobyte; a longer one is not the exchange's. */
export const MAX_POLICY_CHARACTERS = 16_384;
/** RFC 8725 section 3.11: a signature for another purpose must not pass as a policy. */
const TYPE = 'transition-policy+jwt';

/** RFC 7519: seconds since 1970. The bound is the year 9999, which still is a date. */
const numericDate = z
  .number()
  .int()
  .min(0)
  .max(253_402_300_799)
  .transform((seconds) => seconds * 1_000);
const methods = z.array(loginMethodSchema).max(2);
const methodsByPhase = z.object({ 'smart-card': methods, parallel: methods, 'two-factor-only': methods });
const plainText = (length: number) =>
  z
    .string()
    .max(length)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/);

const policySchema = z.object({
  iss: z.string(),
  iat: numericDate,
  exp: numericDate,
  serial: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  phases: z
    .array(z.object({ phase: phaseSchema, starts_at: numericDate }))
    .min(1)
    .max(phases.length),
  methods: z.object({ existing: methodsByPhase, created_after_launch: methodsByPhase }),
  minimum_version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/),
  help: z.object({ hotline: plainText(100), email: plainText(200) }),
});
type Document = z.infer<typeof policySchema>;

/** A text that contradicts itself is not understood, and what is not understood must not open a fallback. */
function isConsistent({ phases: entries, methods: allowed, iat, exp }: Document): boolean {
  const inOrder = entries.every((entry, position) => {
    const before = entries[position - 1];
    if (!before) return true;
    return phases.indexOf(before.phase) < phases.indexOf(entry.phase) && before.starts_at < entry.starts_at;
  });
  const classes = [allowed.existing, allowed.created_after_launch];
  const named = classes.every(
    (byPhase) => !byPhase['smart-card'].includes('2fa') && !byPhase['two-factor-only'].includes('smart-card'),
  );
  // Created since the launch means 2FA only, in every phase (seed circular).
  const noCard = Object.values(allowed.created_after_launch).every((list) => !list.includes('smart-card'));
  return inOrder && named && noCard && iat < exp;
}

function toPolicy(document: Document): Policy {
  return {
    serial: document.serial,
    expiresAt: document.exp,
    plan: {
      phases: document.phases.map(({ phase, starts_at: startsAt }) => ({ phase, startsAt })),
      methods: { existing: document.methods.existing, createdAfterLaunch: document.methods.created_after_launch },
    },
    minimumVersion: document.minimum_version,
    help: document.help,
  };
}

/**
 * Takes a document as it was served or kept; gives the policy when the pinned key has signed it for this issuer and it makes
 * sense, otherwise null. The algorithm is that of the key, whatever the document says of itself. Does not judge `exp`.
 */
export async function verifyPolicy(
  text: string,
  trust: { readonly key: PolicyKey; readonly issuer: string },
): Promise<Policy | null> {
  if (text.length > MAX_POLICY_CHARACTERS) return null;
  const algorithm = trust.key.kty === 'EC' ? 'ES256' : 'EdDSA';
  try {
    const key = await importJWK(trust.key, algorithm);
    const { payload, protectedHeader } = await compactVerify(text, key, { algorithms: [algorithm] });
    if (protectedHeader.typ !== TYPE) return null;
    const document = policySchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
    if (!document.success || document.data.iss !== trust.issuer || !isConsistent(document.data)) return null;
    return toPolicy(document.data);
  } catch {
    // Whatever it was, it is not a policy of the exchange; what is in it must not be quoted.
    return null;
  }
}
