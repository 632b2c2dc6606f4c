import { z } from 'zod';
import { defineCall } from './call.ts';

/** The two places where one logs in: the CCMS SSO, and Client Connect, which is the door to ECP. */
export const realmSchema = z.enum(['ccms', 'ecp']);
export type Realm = z.infer<typeof realmSchema>;

/** How one proves who one is: user ID, password and OTP; or the personal card, as long as the transition policy lets it. */
export const loginMethodSchema = z.enum(['2fa', 'smart-card']);
export type LoginMethod = z.infer<typeof loginMethodSchema>;

/** Times are milliseconds since 1970 on this PC's clock, already corrected by the exchange's offset. */
const time = z.number().int().nonnegative();

export const userIdSchema = z.string().min(1).max(128);
export const passwordSchema = z.string().min(1).max(1024);
/** Digits of any script are normalised by the page and once more by the service; length is the server's to judge. */
export const otpSchema = z.string().min(1).max(64);

/** How the OTP reaches the person: by e-mail, or from an authenticator app that shares a secret with the exchange. */
export const otpChannelSchema = z.enum(['email', 'app']);
export type OtpChannel = z.infer<typeof otpChannelSchema>;

export const otpStepSchema = z.strictObject({
  kind: z.literal('otp'),
  realm: realmSchema,
  userId: z.string(),
  /** The way that is expected now, and all that this user has, the exchange's preferred one first. */
  channel: otpChannelSchema,
  channels: z.array(otpChannelSchema).min(1),
  /** e.g. `c••••n@example.com`, as the exchange masks it. */
  maskedAddress: z.string(),
  /** Sender and subject of the mail to look for. */
  sender: z.string(),
  subject: z.string(),
  /** How many digits the OTP has: the exchange says it. */
  length: z.number().int().min(1).max(16),
  expiresAt: time,
  resendAt: time,
  attemptsLeft: z.number().int().nonnegative().nullable(),
});
export type OtpStep = z.infer<typeof otpStepSchema>;

/**
 * What this user should see to before it becomes trouble, as the exchange tells it with the session. Ours; a code that this
 * program does not know is left out.
 */
export const reminderSchema = z.enum(['email-not-registered', 'app-not-enrolled', 'card-expiring', 'card-expired']);
export type Reminder = z.infer<typeof reminderSchema>;

export const loggedInSchema = z.strictObject({
  kind: z.literal('logged-in'),
  realm: realmSchema,
  userId: z.string(),
  displayName: z.string(),
  method: loginMethodSchema,
  /** When the server ends the session: idle limit (moves with each use) and absolute limit (does not move). */
  idleEndsAt: time,
  absoluteEndsAt: time,
  /** Exchange functions granted, e.g. `EU_ECPSFTP`. */
  functions: z.array(z.string()),
  reminders: z.array(reminderSchema),
});
export type LoggedIn = z.infer<typeof loggedInSchema>;

export const realmStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('logged-out'),
    realm: realmSchema,
    /** Why the last session ended, if there was one. */
    reason: z.enum(['never', 'by-operator', 'idle', 'absolute', 'by-exchange', 'card-removed']),
  }),
  otpStepSchema,
  loggedInSchema,
]);
export type RealmState = z.infer<typeof realmStateSchema>;

export const sessionsSchema = z.strictObject({
  ccms: realmStateSchema,
  ecp: realmStateSchema,
  /** Exchange time minus PC time in ms, from the `Date` header of its last answer; null before the first. */
  offsetMs: z.number().nullable(),
});
export type Sessions = z.infer<typeof sessionsSchema>;

const nothing = z.strictObject({});

export const sessionCalls = {
  'session/state': defineCall(nothing, sessionsSchema),
  'session/begin': defineCall(
    z.strictObject({ realm: realmSchema, userId: userIdSchema, password: passwordSchema, remember: z.boolean() }),
    realmStateSchema,
  ),
  'session/submitOtp': defineCall(z.strictObject({ realm: realmSchema, otp: otpSchema }), realmStateSchema),
  'session/resendOtp': defineCall(z.strictObject({ realm: realmSchema }), realmStateSchema),
  /** Another way of getting the OTP; by e-mail one is sent, under the same wait as sending again. */
  'session/chooseChannel': defineCall(
    z.strictObject({ realm: realmSchema, channel: otpChannelSchema }),
    realmStateSchema,
  ),
  /** Leaves a log-in that is waiting for its OTP. */
  'session/cancel': defineCall(z.strictObject({ realm: realmSchema }), realmStateSchema),
  /** Tells the exchange that the operator is still there; the answer carries the new limits. */
  'session/extend': defineCall(z.strictObject({ realm: realmSchema }), realmStateSchema),
  'session/logOut': defineCall(z.strictObject({ realm: realmSchema }), realmStateSchema),
  'session/remembered': defineCall(
    z.strictObject({ realm: realmSchema }),
    z.strictObject({ userId: z.string().nullable() }),
  ),
  'session/forget': defineCall(z.strictObject({ realm: realmSchema }), nothing),
} as const;

export const sessionEvents = {
  'session/changed': sessionsSchema,
} as const;
