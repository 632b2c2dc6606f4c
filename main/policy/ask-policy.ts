import type { PolicyTrouble } from '../../shared/contract/policy.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { PolicyKey } from '../profile/profile.ts';
import { type Policy, verifyPolicy } from './verify-policy.ts';

export interface PolicySource {
  /** The document as the SSO serves it, not verified; null when it says that it has none. */
  readonly fetchPolicy: (signal: AbortSignal) => Promise<Result<string | null>>;
  readonly key: PolicyKey | null;
  readonly issuer: string;
}

export type PolicyAnswer =
  | { readonly kind: 'policy'; readonly policy: Policy; readonly document: string }
  | { readonly kind: 'trouble'; readonly trouble: PolicyTrouble };

/** Answers that something stood in between or is not working; what was verified earlier stays in force. */
const unreachable: ReadonlySet<string> = new Set([
  'unreachable',
  'timed-out',
  'certificate-untrusted',
  'redirect-refused',
  'server-error',
  'rate-limited',
  'cancelled',
]);

/** Asks the exchange for its policy and verifies what it answers. */
export async function askPolicy(source: PolicySource, signal: AbortSignal): Promise<PolicyAnswer> {
  const { key, issuer } = source;
  const fetched = await source.fetchPolicy(signal);
  if (key === null) return { kind: 'trouble', trouble: 'no-key' };
  if (!fetched.ok) {
    return { kind: 'trouble', trouble: unreachable.has(fetched.error.code) ? 'unreachable' : 'not-verified' };
  }
  if (fetched.value === null) return { kind: 'trouble', trouble: 'missing' };
  const policy = await verifyPolicy(fetched.value, { key, issuer });
  return policy === null
    ? { kind: 'trouble', trouble: 'not-verified' }
    : { kind: 'policy', policy, document: fetched.value };
}
