import { z } from 'zod';
import { policyTrickSchema } from './policy-desk.ts';
import { minimumVersionSchema, policyDatesSchema } from './policy-issue.ts';

const time = z.number().int().min(0).max(253_402_300_799_000);

/** What `POST /control` understands of the transition policy. */
export const changePolicySchema = z.strictObject({
  action: z.literal('change-policy'),
  dates: policyDatesSchema.optional(),
  serial: z.number().int().min(1).max(1_000_000_000).optional(),
  expiresAt: time.optional(),
  minimumVersion: minimumVersionSchema.optional(),
});
export const policyTrickActionSchema = z.strictObject({ action: z.literal('policy-trick'), trick: policyTrickSchema });

/** A text field for a local time in Hong Kong, as browsers send it. */
const local = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/)
  .transform((text) => Date.parse(`${text}+08:00`));

const formSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('policy-dates'), smartCard: local, parallel: local, twoFactorOnly: local }),
  z.object({ action: z.literal('policy-serial'), serial: z.coerce.number() }),
  z.object({ action: z.literal('policy-expiry'), at: local }),
  z.object({ action: z.literal('policy-version'), minimumVersion: z.string() }),
  z.object({ action: z.literal('policy-trick'), trick: policyTrickSchema }),
]);

/** Reads a policy form of the clock page; null when it is none or makes no sense. */
export function readPolicyForm(form: Record<string, unknown>): unknown {
  const parsed = formSchema.safeParse(form);
  if (!parsed.success) return null;
  switch (parsed.data.action) {
    case 'policy-dates': {
      const { smartCard, parallel, twoFactorOnly } = parsed.data;
      return { action: 'change-policy', dates: { smartCard, parallel, twoFactorOnly } };
    }
    case 'policy-serial':
      return { action: 'change-policy', serial: parsed.data.serial };
    case 'policy-expiry':
      return { action: 'change-policy', expiresAt: parsed.data.at };
    case 'policy-version':
      return { action: 'change-policy', minimumVersion: parsed.data.minimumVersion };
    case 'policy-trick':
      return parsed.data;
  }
}
