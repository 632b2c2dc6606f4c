import { z } from 'zod';
import { defineCall } from './call.ts';
import { loginMethodSchema } from './session.ts';

/**
 * The phases of the change from smart card to 2FA, in the order in which they come (seed circular of the clearing house).
 * When each begins is the exchange's to say, in its signed policy: the published dates were tentative.
 */
export const phases = ['smart-card', 'parallel', 'two-factor-only'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.infer<typeof phaseSchema>;

/** Times are milliseconds since 1970. */
const time = z.number().int().nonnegative();
const methods = z.array(loginMethodSchema).max(2);

/** What each class of users may use: those who were there before 2FA began, and those created since. */
export const allowedMethodsSchema = z.strictObject({ existing: methods, createdAfterLaunch: methods });
export type AllowedMethods = z.infer<typeof allowedMethodsSchema>;

/**
 * Why the policy cannot be relied on, or forbids this program. Words are in `shared/locales/<language>/policy.json`.
 * `not-known-yet`: the exchange has not answered since the program started, so its time is not known.
 */
export const policyTroubles = [
  'not-known-yet',
  'unreachable',
  'no-key',
  'missing',
  'not-verified',
  'expired',
  'not-begun',
  'program-outdated',
] as const;
export const policyTroubleSchema = z.enum(policyTroubles);
export type PolicyTrouble = z.infer<typeof policyTroubleSchema>;

export const policyStateSchema = z.strictObject({
  /** The dates of a policy that was verified; null when there is none that counts. */
  timeline: z
    .strictObject({
      phases: z.array(z.strictObject({ phase: phaseSchema, startsAt: time })).max(phases.length),
      /** Where the exchange's time stands in it; null while that is not known. */
      current: phaseSchema.nullable(),
      /** Days by the calendar of Hong Kong until the next phase begins; 0 on that day itself; null when none is to come. */
      daysLeft: z.number().int().nonnegative().nullable(),
    })
    .nullable(),
  /** What the phase allows; null while it is not known. */
  allowed: allowedMethodsSchema.nullable(),
  /** What the log-in screen of CCMS may offer, before anybody knows who is about to log in. */
  offered: methods,
  trouble: policyTroubleSchema.nullable(),
  /** The oldest version of this program that may log in, e.g. `1.2.0`. */
  minimumVersion: z.string().max(32).nullable(),
  /** The help line that the policy names. */
  help: z.strictObject({ hotline: z.string().max(100), email: z.string().max(200) }).nullable(),
});
export type PolicyState = z.infer<typeof policyStateSchema>;

const nothing = z.strictObject({});

export const policyCalls = {
  'policy/state': defineCall(nothing, policyStateSchema),
  /** Asks the exchange anew, and answers what is known then. */
  'policy/refresh': defineCall(nothing, policyStateSchema),
} as const;

export const policyEvents = {
  'policy/changed': policyStateSchema,
} as const;
