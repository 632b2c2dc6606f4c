import { z } from 'zod';
import { defineCall } from './call.ts';
import { otpSchema } from './session.ts';

const nothing = z.strictObject({});

/** Whether the user who is logged in to ECP has an authenticator app, and what this PC keeps of it. */
export const authenticatorStateSchema = z.strictObject({
  enrolled: z.boolean(),
  /** True when the profile allows the secret in the keychain of this PC and there is one. */
  mayKeepSeed: z.boolean(),
  /** True when the keychain of this PC holds this user's secret. */
  seedKept: z.boolean(),
});
export type AuthenticatorState = z.infer<typeof authenticatorStateSchema>;

/**
 * The one answer of this program that carries a secret to the page, because a person must bring it into an app
 * (docs/adr/0007-authenticator-secret.md). The page shows it until it is confirmed or left, and keeps it nowhere.
 */
export const authenticatorSecretSchema = z.strictObject({
  /** Base32 (RFC 4648). */
  secret: z.string().regex(/^[A-Z2-7]{16,128}$/),
  /** What the QR code says: `otpauth://totp/…`. */
  address: z.string().startsWith('otpauth://totp/').max(600),
});
export type AuthenticatorSecret = z.infer<typeof authenticatorSecretSchema>;

/** An authenticator app for Client Connect: all but `fillIn` need a session in ECP. */
export const authenticatorCalls = {
  'authenticator/state': defineCall(nothing, authenticatorStateSchema),
  /** Asks the exchange for a new secret. An app set up before goes on counting until this one is confirmed. */
  'authenticator/begin': defineCall(nothing, authenticatorSecretSchema),
  /** A code of the new secret takes it into use; `keepSeed` also puts it into the keychain where the profile allows it. */
  'authenticator/confirm': defineCall(
    z.strictObject({ otp: otpSchema, keepSeed: z.boolean() }),
    authenticatorStateSchema,
  ),
  'authenticator/remove': defineCall(nothing, authenticatorStateSchema),
  /** Whether a code for the log-in that waits for one could be made here. */
  'authenticator/canFillIn': defineCall(nothing, z.strictObject({ canFillIn: z.boolean() })),
  /** After an explicit press: the code of this moment for the ECP log-in that waits for it. */
  'authenticator/fillIn': defineCall(nothing, z.strictObject({ code: z.string().regex(/^\d{6}$/) })),
} as const;
