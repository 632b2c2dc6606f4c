import { z } from 'zod';
import type { Phase } from '../../../shared/contract/policy.ts';
import type { LoginMethod } from '../../../shared/contract/session.ts';
import { hongKongHourToday } from '../core/hong-kong-time.ts';

const DAY_MS = 86_400_000;
const time = z.number().int().min(0).max(253_402_300_799_000);

/** When each phase begins, in ms since 1970; whole seconds. */
export const policyDatesSchema = z
  .strictObject({ smartCard: time, parallel: time, twoFactorOnly: time })
  .refine((dates) => dates.smartCard < dates.parallel && dates.parallel < dates.twoFactorOnly);
export type PolicyDates = z.infer<typeof policyDatesSchema>;

export const minimumVersionSchema = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/);

/** One issue of the policy. Its serial rises with every change, so that an older one can be told from a newer. */
export const policyIssueSchema = z.strictObject({
  serial: z.number().int().min(1),
  issuedAt: time,
  expiresAt: time,
  /** False when somebody has set the expiry by hand: then it is left to expire. */
  renews: z.boolean(),
  dates: policyDatesSchema,
  minimumVersion: minimumVersionSchema,
});
export type PolicyIssue = z.infer<typeof policyIssueSchema>;

/** Practice values: how long an issue is valid, and from which age on it is issued anew. */
export const ISSUE_LASTS_MS = 7 * DAY_MS;
export const RENEW_AFTER_MS = DAY_MS;

/**
 * The first issue: both methods since 30 days ago, 2FA only in 31 days, both at midnight in Hong Kong; the card alone long
 * before. Practice dates: the real ones were of 2023, and tentative.
 */
export function firstIssue(now: number): PolicyIssue {
  const midnight = hongKongHourToday(now, 0);
  const dates = {
    smartCard: midnight - 1500 * DAY_MS,
    parallel: midnight - 30 * DAY_MS,
    twoFactorOnly: midnight + 31 * DAY_MS,
  };
  const issuedAt = Math.floor(now / 1000) * 1000;
  return { serial: 1, issuedAt, expiresAt: issuedAt + ISSUE_LASTS_MS, renews: true, dates, minimumVersion: '0.0.0' };
}

const phaseOfDate = { smartCard: 'smart-card', parallel: 'parallel', twoFactorOnly: 'two-factor-only' } as const;

/** The phases with their starts, in order. */
export function phaseStarts(dates: PolicyDates): readonly { readonly phase: Phase; readonly startsAt: number }[] {
  return (['smartCard', 'parallel', 'twoFactorOnly'] as const).map((name) => ({
    phase: phaseOfDate[name],
    startsAt: dates[name],
  }));
}

/** The phase at an exchange time; null before the first. */
export function phaseOf(dates: PolicyDates, now: number): Phase | null {
  if (now >= dates.twoFactorOnly) return 'two-factor-only';
  if (now >= dates.parallel) return 'parallel';
  return now >= dates.smartCard ? 'smart-card' : null;
}

/** Rule 2 of the domain: who may use what. Users created since 2FA began have no card, in no phase. */
export const methodsByClass: Readonly<
  Record<'existing' | 'created_after_launch', Readonly<Record<Phase, readonly LoginMethod[]>>>
> = {
  existing: { 'smart-card': ['smart-card'], parallel: ['2fa', 'smart-card'], 'two-factor-only': ['2fa'] },
  created_after_launch: { 'smart-card': [], parallel: ['2fa'], 'two-factor-only': ['2fa'] },
};
