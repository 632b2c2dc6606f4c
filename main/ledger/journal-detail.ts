import { z } from 'zod';
import { appErrorSchema } from '../../shared/contract/errors.ts';
import { channelSchema } from '../../shared/contract/submission.ts';
import type { JournalKind } from '../../shared/model/submission-transitions.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const nothing = z.strictObject({});

/** The exchange's answer, as it is written down: what a receipt rests on. */
export const writtenReceiptSchema = z.strictObject({
  reference: z.string().max(128),
  size: z.number().int().nonnegative(),
  sha256,
  receivedAt: z.number().int().nonnegative(),
  replacedSha256: sha256.nullable(),
  journalHead: z.string().max(90),
});
export type WrittenReceipt = z.infer<typeof writtenReceiptSchema>;

/**
 * Why an outcome is unknown: `no-answer` (cut or time-out in a live session), `cancelled` (the operator broke it off),
 * `interrupted` (the program ended). Only the last may be sent again without a press of Retry: Submit was pressed already.
 */
export const doubtCauses = ['no-answer', 'cancelled', 'interrupted'] as const;

const details = {
  drafted: z.strictObject({ fileName: z.string(), size: z.number().int().nonnegative(), sha256 }),
  removed: nothing,
  checked: z.strictObject({
    folderId: z.string(),
    identity: z.string(),
    participantCode: z.string(),
    inputDate: z.string(),
    idempotencyKey: z.string(),
    userId: z.string(),
    replaces: z.boolean(),
    /** Rows of before there was a choice have none; theirs is the web. */
    channel: channelSchema.default('web'),
    attempt: z.number().int().positive(),
  }),
  sending: nothing,
  sent: writtenReceiptSchema,
  confirmed: writtenReceiptSchema,
  refused: z.strictObject({ error: appErrorSchema }),
  failed: z.strictObject({ error: appErrorSchema, receipt: writtenReceiptSchema.optional() }),
  'in-doubt': z.strictObject({ cause: z.enum(doubtCauses), error: appErrorSchema.optional() }),
  dismissed: nothing,
} as const satisfies Record<JournalKind, z.ZodType>;

/** What each kind of journal row says, by kind. */
export type JournalDetails = { readonly [K in JournalKind]: z.output<(typeof details)[K]> };

const schemas: { readonly [K in JournalKind]: z.ZodType<JournalDetails[K]> } = details;

/** Takes a row's kind and its text; gives the value. Throws when the text is not what that kind says. */
export function readJournalDetail<K extends JournalKind>(kind: K, text: string): JournalDetails[K] {
  return schemas[kind].parse(JSON.parse(text));
}

const LONGEST = 1000;

/** Takes a row's kind and value; gives the text that is hashed, at most 1,000 characters (the details of an error give way). */
export function writeJournalDetail<K extends JournalKind>(kind: K, value: JournalDetails[K]): string {
  const text = JSON.stringify(schemas[kind].parse(value));
  if (text.length <= LONGEST) return text;
  const short = JSON.stringify(value, (key, member) => (key === 'details' ? undefined : member));
  if (short.length > LONGEST) throw new Error(`a journal row of kind ${kind} would have ${short.length} characters`);
  return short;
}
