import { z } from 'zod';
import { defineCall } from './call.ts';
import { cardCalls } from './card.ts';
import { loginMethodSchema, realmSchema, sessionCalls, sessionsSchema } from './session.ts';

const nothing = z.strictObject({});
const time = z.number().int().nonnegative();

/** Minutes without a key or a click after which the terminal locks; null: it does not. */
export const lockAfterSchema = z.union([z.literal(5), z.literal(10), z.literal(15)]).nullable();
export type LockAfter = z.infer<typeof lockAfterSchema>;

/**
 * Why it is locked: by the operator, by nobody being there, by the operating system, by the card having been taken out, or
 * because this PC slept or its clock was set.
 */
export const lockReasonSchema = z.enum(['operator', 'idle', 'system', 'card', 'clock']);
export type LockReason = z.infer<typeof lockReasonSchema>;

/** Somebody who was logged in when it was locked, and may unlock it. */
export const lockHolderSchema = z.strictObject({
  realm: realmSchema,
  userId: z.string(),
  displayName: z.string(),
  /** How they logged in; they unlock in the same way. */
  method: loginMethodSchema,
});

export const lockStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('unlocked'),
    /** What the firm's connection profile lets the operator choose. */
    choices: z.array(lockAfterSchema),
  }),
  z.strictObject({
    kind: z.literal('locked'),
    reason: lockReasonSchema,
    /** Milliseconds since 1970 on this PC's clock. */
    since: time,
    holders: z.array(lockHolderSchema).min(1),
    /** The unlocking under way, as if it were a log-in: `logged-out` before the password was sent. */
    proofs: sessionsSchema,
  }),
]);
export type LockState = z.infer<typeof lockStateSchema>;
export type Locked = Extract<LockState, { kind: 'locked' }>;

export const lockCalls = {
  'lock/state': defineCall(nothing, lockStateSchema),
  /** With nobody logged in nothing locks. */
  'lock/lock': defineCall(nothing, lockStateSchema),
  /** A sign of the operator: a key or a click. */
  'lock/present': defineCall(nothing, nothing),
  /**
   * Unlocking is the same conversation as a log-in, so its calls are the same under other names. A user ID other than the
   * holder's is `unlock-wrong-user` and is not sent.
   */
  'lock/proofs': sessionCalls['session/state'],
  'lock/begin': sessionCalls['session/begin'],
  /** Only where the holder is logged in to CCMS. Somebody else's card is `unlock-wrong-user`. */
  'lock/beginCard': cardCalls['session/beginCard'],
  'lock/submitOtp': sessionCalls['session/submitOtp'],
  'lock/resendOtp': sessionCalls['session/resendOtp'],
  'lock/chooseChannel': sessionCalls['session/chooseChannel'],
  'lock/cancel': sessionCalls['session/cancel'],
  /** Instead of unlocking: logs out of both realms. */
  'lock/logOut': defineCall(nothing, lockStateSchema),
} as const;

export const lockEvents = {
  'lock/changed': lockStateSchema,
} as const;
