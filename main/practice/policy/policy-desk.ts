import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Phase } from '../../../shared/contract/policy.ts';
import type { LoginMethod } from '../../../shared/contract/session.ts';
import type { ExchangeClock } from '../core/exchange-clock.ts';
import { jsonSetting } from '../store/settings.ts';
import {
  firstIssue,
  ISSUE_LASTS_MS,
  methodsByClass,
  type PolicyIssue,
  phaseOf,
  policyIssueSchema,
  RENEW_AFTER_MS,
} from './policy-issue.ts';

/** How the policy is spoilt on its way out. `older` serves the issue before the present one. */
export const policyTricks = ['none', 'wrong-signature', 'wrong-key', 'cut', 'older', 'missing'] as const;
export const policyTrickSchema = z.enum(policyTricks);
export type PolicyTrick = z.infer<typeof policyTrickSchema>;

export type PolicyChange = Partial<Pick<PolicyIssue, 'serial' | 'expiresAt' | 'dates' | 'minimumVersion'>>;

const keptSchema = z.strictObject({
  issue: policyIssueSchema,
  before: policyIssueSchema.nullable(),
  trick: policyTrickSchema,
});
export type KeptPolicy = z.infer<typeof keptSchema>;

/** Where the practice exchange's transition policy is decided: its issues, and what they mean for a user. */
export interface PolicyDesk {
  /** The present issue, renewed when its time has come, and how it is served. */
  present(): KeptPolicy;
  /** Issues anew: the serial rises unless it is given, and so does the expiry. */
  change(change: PolicyChange): void;
  setTrick(trick: PolicyTrick): void;
  phase(): Phase | null;
  /** Whether a user of that class may use the method at this moment. */
  allows(createdAfterLaunch: boolean, method: LoginMethod): boolean;
}

/** Makes the desk over the database; the first start makes the first issue. */
export function createPolicyDesk(database: DatabaseSync, clock: ExchangeClock): PolicyDesk {
  const setting = jsonSetting(database, 'policy', keptSchema);
  if (setting.read() === null) setting.write({ issue: firstIssue(clock.now()), before: null, trick: 'none' });

  function kept(): KeptPolicy {
    const value = setting.read();
    if (!value) throw new Error('the policy was written when the desk was made');
    return value;
  }

  function issue(change: PolicyChange): void {
    const { issue: before, trick } = kept();
    const now = Math.floor(clock.now() / 1000) * 1000;
    // One that has expired already was issued before that; otherwise it would contradict itself.
    const issuedAt = change.expiresAt === undefined ? now : Math.min(now, change.expiresAt - RENEW_AFTER_MS);
    setting.write({
      trick,
      before,
      issue: {
        ...before,
        serial: before.serial + 1,
        issuedAt,
        expiresAt: issuedAt + ISSUE_LASTS_MS,
        renews: change.expiresAt === undefined,
        ...change,
      },
    });
  }

  function present(): KeptPolicy {
    const { issue: current } = kept();
    const age = clock.now() - current.issuedAt;
    // Younger than nothing: the clock was set back, and the issue has not been made yet.
    if (current.renews && (age < 0 || age > RENEW_AFTER_MS)) issue({});
    return kept();
  }

  const phase = () => phaseOf(kept().issue.dates, clock.now());
  return {
    present,
    change: issue,
    setTrick: (trick) => setting.write({ ...kept(), trick }),
    phase,
    allows(createdAfterLaunch, method) {
      const now = phase();
      const byPhase = methodsByClass[createdAfterLaunch ? 'created_after_launch' : 'existing'];
      return now !== null && byPhase[now].includes(method);
    },
  };
}
