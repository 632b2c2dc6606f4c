import { z } from 'zod';
import { appErrorSchema } from '../../../shared/contract/errors.ts';

/*
 * What the command line and a running terminal say to each other: one JSON object a line, over a socket or pipe of this PC. First each
 * proves to the other to know the token of this start (prove-token.ts); before that nothing else is answered.
 */

/** The longest request: a key file with its escapes, in bytes. */
export const MOST_REQUEST = 128 * 1024;
/** The longest answer: two thousand submissions, in bytes. */
export const MOST_ANSWER = 16 * 1024 * 1024;

const id = z.number().int().positive();
/** 32 bytes in base64url. */
const secretSize = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const controlRequestSchema = z.union([
  z.strictObject({ id, hello: secretSize }),
  z.strictObject({ id, proof: secretSize }),
  z.strictObject({ id, call: z.string().min(1).max(100), input: z.unknown() }),
  z.strictObject({
    id,
    file: z.strictObject({ path: z.string().min(1).max(32_767), purpose: z.enum(['submission', 'check']) }),
  }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;

const resultSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: appErrorSchema }),
]);

export const controlAnswerSchema = z.union([
  z.strictObject({ id, result: resultSchema }),
  z.strictObject({ event: z.looseObject({ name: z.string() }) }),
]);

/** How a terminal answers a hello: its own proof, and what it wants proved. */
export const controlChallengeSchema = z.strictObject({ proof: secretSize, nonce: secretSize });

/** How a terminal greets who knows its token. */
export const controlGreetingSchema = z.strictObject({
  version: z.string().max(64),
  profile: z.strictObject({ label: z.string(), kind: z.enum(['practice', 'test', 'production']) }),
  help: z.strictObject({ hotline: z.string(), email: z.string() }),
  /** Of `exchangeFingerprint`: which exchange this terminal speaks to. */
  exchange: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ControlGreeting = z.infer<typeof controlGreetingSchema>;

/** `control.json` in the data folder, for this user alone: where the terminal listens, and what opens it. */
export const controlFileSchema = z.strictObject({ address: z.string().min(1).max(1_000), token: secretSize });
export type ControlFile = z.infer<typeof controlFileSchema>;
