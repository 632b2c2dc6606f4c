import type { PolicyState, PolicyTrouble } from '../../shared/contract/policy.ts';
import { judgeTransition, type TimeRange } from '../../shared/model/transition-phase.ts';
import { isOlderVersion } from './is-older-version.ts';
import type { Policy } from './verify-policy.ts';

/** What is known of the policy at one moment. */
export interface PolicyKnowledge {
  /** The newest that was verified, just now or in an earlier run. */
  readonly policy: Policy | null;
  /** What the last question came to; `not-known-yet` before the first answer. */
  readonly trouble: PolicyTrouble | null;
  /** The exchange's time; null as long as it has not answered since the program started. */
  readonly time: TimeRange | null;
  readonly version: string;
}

/** After these no policy counts, not even one that was verified earlier: what the exchange says now is not known. */
export const overruling: ReadonlySet<PolicyTrouble> = new Set(['no-key', 'missing', 'not-verified']);

/** Fail closed: no card. Password and OTP remain, because the exchange itself judges each of them (ADR 8). */
function withoutPolicy(trouble: PolicyTrouble): PolicyState {
  return { timeline: null, allowed: null, offered: ['2fa'], trouble, minimumVersion: null, help: null };
}

/** What the log-in screen may show and offer now. */
export function judgePolicy({ policy, trouble, time, version }: PolicyKnowledge): PolicyState {
  if (trouble !== null && overruling.has(trouble)) return withoutPolicy(trouble);
  if (policy === null) return withoutPolicy(trouble ?? 'not-known-yet');
  const { plan, minimumVersion, help } = policy;
  const phases = plan.phases.map((entry) => ({ ...entry }));
  const known = { minimumVersion, help };
  if (time === null) {
    const timeline = { phases, current: null, daysLeft: null };
    return { ...withoutPolicy(trouble ?? 'not-known-yet'), ...known, timeline };
  }
  if (time.latest >= policy.expiresAt) return { ...withoutPolicy('expired'), help };
  const { current, daysLeft, allowed } = judgeTransition(plan, time);
  const judged = { timeline: { phases, current, daysLeft }, allowed, ...known };
  if (isOlderVersion(version, minimumVersion)) return { ...judged, offered: [], trouble: 'program-outdated' };
  if (current === null) return { ...withoutPolicy('not-begun'), ...judged, offered: ['2fa'] };
  const offered = (['2fa', 'smart-card'] as const).filter((method) =>
    Object.values(allowed).some((list) => list.includes(method)),
  );
  return { ...judged, offered, trouble: null };
}
