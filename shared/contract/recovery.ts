import { z } from 'zod';
import { defineCall } from './call.ts';
import { passwordSchema } from './session.ts';

const nothing = z.strictObject({});
const mailSchema = z.strictObject({ sender: z.string(), subject: z.string() });

export const passwordRuleIds = ['min-length', 'max-length', 'not-login-id', 'not-previous'] as const;

/** Rules for a new password as the server tells them; one that this program does not know is left out. */
export const passwordRuleSchema = z.strictObject({
  id: z.enum(passwordRuleIds),
  /** Characters, for a rule about the length. */
  count: z.number().int().positive().nullable(),
});
export type PasswordRule = z.infer<typeof passwordRuleSchema>;

/** What a pasted link is worth. */
const badLinkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-a-link') }),
  /** It leads to another server than the profile's: nothing was sent there. */
  z.strictObject({ kind: z.literal('elsewhere'), host: z.string().max(100) }),
  z.strictObject({ kind: z.literal('cut') }),
  z.strictObject({ kind: z.literal('superseded') }),
  z.strictObject({ kind: z.literal('expired') }),
  z.strictObject({ kind: z.literal('used') }),
  z.strictObject({ kind: z.literal('unknown') }),
]);
export type BadLink = z.infer<typeof badLinkSchema>;

export const linkVerdictSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('whole'),
    rules: z.array(passwordRuleSchema),
    expiresInMs: z.number().nonnegative(),
  }),
  ...badLinkSchema.options,
]);
export type LinkVerdict = z.infer<typeof linkVerdictSchema>;

export const passwordChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('changed') }),
  z.strictObject({ kind: z.literal('refused'), broken: z.array(z.enum(passwordRuleIds)) }),
  ...badLinkSchema.options,
]);
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

const linkSchema = z.string().min(1).max(4_000);

/** A forgotten password of Client Connect. For CCMS nothing public exists: its administrators reset it. */
export const recoveryCalls = {
  /** Whether the profile's exchange offers it, and which mail to look for; `realMail`: the real exchange's, in a rehearsal. */
  'recovery/describe': defineCall(
    nothing,
    z.strictObject({ offered: z.boolean(), mail: mailSchema.nullable(), realMail: mailSchema.nullable() }),
  ),
  /** Always answered alike, so that nobody learns whether such an account exists. */
  'recovery/request': defineCall(
    z.strictObject({ email: z.string().min(1).max(254), phone: z.string().min(1).max(64) }),
    nothing,
  ),
  'recovery/checkLink': defineCall(z.strictObject({ link: linkSchema }), linkVerdictSchema),
  'recovery/setPassword': defineCall(
    z.strictObject({ link: linkSchema, password: passwordSchema }),
    passwordChangeSchema,
  ),
} as const;
