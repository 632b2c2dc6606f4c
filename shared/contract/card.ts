import { z } from 'zod';
import { defineCall } from './call.ts';
import { realmStateSchema } from './session.ts';

/** Times are milliseconds since 1970. */
const time = z.number().int();

/** How many tries of the PIN are left, as far as a card says: some, few, one, none. */
export const pinStateSchema = z.enum(['ok', 'low', 'final', 'locked']);
export type PinState = z.infer<typeof pinStateSchema>;

/** A certificate in words that tell it from the others of its card. */
export const cardCertificateSchema = z.strictObject({
  certificateId: z.string().regex(/^[0-9a-f]{64}$/),
  holder: z.string().max(300),
  issuer: z.string().max(300),
  serial: z.string().max(100),
  validFrom: time,
  validUntil: time,
  /** False when the card cannot sign with it in any way that is known here. */
  usable: z.boolean(),
});
export type ShownCertificate = z.infer<typeof cardCertificateSchema>;

export const cardSchema = z.strictObject({
  tokenSerial: z.string().max(64),
  label: z.string().max(64),
  reader: z.string().max(128),
  pin: pinStateSchema,
  /** The PIN is typed on the reader, not here. */
  pinPad: z.boolean(),
  /** The card's own bounds, in bytes. */
  pinLength: z.strictObject({ min: z.number().int().nonnegative(), max: z.number().int().nonnegative() }),
  certificates: z.array(cardCertificateSchema).max(16),
});
export type Card = z.infer<typeof cardSchema>;

/** Why the card software that the profile names does not work. */
export const moduleFaultSchema = z.enum([
  'missing',
  'owner',
  'writable',
  'hash',
  'not-a-module',
  'refused',
  'crashed',
  'hung',
]);
export type ModuleFault = z.infer<typeof moduleFaultSchema>;

export const cardStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-configured') }),
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('module-failed'), fault: moduleFaultSchema }),
  z.strictObject({ kind: z.literal('no-reader') }),
  /** `removed`: there was a card before. */
  z.strictObject({ kind: z.literal('no-card'), removed: z.boolean() }),
  z.strictObject({ kind: z.literal('present'), cards: z.array(cardSchema).min(1).max(8) }),
]);
export type CardState = z.infer<typeof cardStateSchema>;

/** Longer than any card's; the bounds of the card itself are checked before a try is used. */
export const pinSchema = z.string().min(1).max(255);

export const cardCalls = {
  'card/state': defineCall(z.strictObject({}), cardStateSchema),
  /** One call is one try of the PIN at most. `pin` is null where the reader has a PIN pad. Only CCMS takes a card. */
  'session/beginCard': defineCall(
    z.strictObject({
      realm: z.literal('ccms'),
      certificateId: cardCertificateSchema.shape.certificateId,
      pin: pinSchema.nullable(),
      confirmFinalTry: z.boolean(),
    }),
    realmStateSchema,
  ),
} as const;

export const cardEvents = {
  'card/changed': cardStateSchema,
} as const;
