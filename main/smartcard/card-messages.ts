import { z } from 'zod';
import { cardSchema, moduleFaultSchema, pinStateSchema } from '../../shared/contract/card.ts';
import { cardAlgorithms } from '../sso/sso-client.ts';

const certificateId = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = (most: number) => z.instanceof(Uint8Array).refine(({ length }) => length <= most);

/** What the card process is asked. The PIN travels as bytes, so that both sides can overwrite it. */
export const cardRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    id: z.int(),
    kind: z.literal('open'),
    modulePath: z.string().max(4_096),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    tokenLabel: z.string().max(32).nullable(),
  }),
  z.strictObject({ id: z.int(), kind: z.literal('look') }),
  z.strictObject({
    id: z.int(),
    kind: z.literal('sign'),
    tokenSerial: z.string().max(64),
    certificateId,
    algorithm: z.enum(cardAlgorithms),
    input: bytes(65_536),
    pin: bytes(1_024).nullable(),
    confirmFinalTry: z.boolean(),
  }),
]);
export type CardRequest = z.infer<typeof cardRequestSchema>;
export type SignMessage = Extract<CardRequest, { kind: 'sign' }>;
/** A request without its number. */
export type CardQuestion = CardRequest extends infer R ? (R extends CardRequest ? Omit<R, 'id'> : never) : never;

/** Certificates travel once in full; the page gets them without `der` and `algorithms`. */
const foundCertificateSchema = cardSchema.shape.certificates.element.omit({ usable: true }).extend({
  der: z.string().max(32_768),
  algorithms: z.array(z.enum(cardAlgorithms)),
});
export type FoundCertificate = z.infer<typeof foundCertificateSchema>;

const foundCardSchema = cardSchema.extend({ certificates: z.array(foundCertificateSchema).max(16) });
export type FoundCard = z.infer<typeof foundCardSchema>;

/** Why the card did not sign. */
export const signFailureSchema = z.enum([
  'card-removed',
  'card-pin-wrong',
  'card-pin-locked',
  'card-pin-invalid',
  'card-pin-expired',
  'card-pin-not-set',
  'card-final-try',
  'card-key-missing',
  'card-reader-failed',
  'card-cancelled',
]);
export type SignFailure = z.infer<typeof signFailureSchema>;

export const cardReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({ id: z.int(), kind: z.literal('opened') }),
  z.strictObject({ id: z.int(), kind: z.literal('module-failed'), fault: moduleFaultSchema }),
  z.strictObject({
    id: z.int(),
    kind: z.literal('seen'),
    readers: z.int().nonnegative(),
    cards: z.array(foundCardSchema).max(8),
  }),
  z.strictObject({ id: z.int(), kind: z.literal('signed'), signature: bytes(1_024) }),
  z.strictObject({
    id: z.int(),
    kind: z.literal('sign-failed'),
    failure: signFailureSchema,
    pin: pinStateSchema.nullable(),
    /** The return code, for the support; null when the module was not to blame. */
    returnCode: z.int().nullable(),
  }),
]);
export type CardReply = z.infer<typeof cardReplySchema>;
export type CardAnswer = CardReply extends infer R ? (R extends CardReply ? Omit<R, 'id'> : never) : never;
