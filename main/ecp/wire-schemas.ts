import { z } from 'zod';
import type { ExchangeActivity, ExchangeReceipt } from './ecp-client.ts';

/** The answers of the ECP web API (`docs/wire/ecp.yaml`). Unknown members are dropped, bounds are those of our contract. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().nonnegative();
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.number().int().nonnegative());

export const envelopeSchema = z.object({
  code: z.string().min(1).max(16),
  message: z.string(),
  data: z.array(z.unknown()).max(1000).optional(),
  nextCursor: z.string().max(64).optional(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

export const wireFolderSchema = z
  .object({
    folderId: z.string().min(1).max(32),
    code: z.string().max(32),
    titleEn: z.string().max(200),
    titleZhHant: z.string().max(200),
    identities: z.array(z.string().min(1).max(100)).min(1),
    participantCodes: z.array(z.string().min(1).max(16)).min(1),
    prefixes: z.array(z.string().max(16)),
    maxBytes: z.number().int().positive(),
    dueAt: time.nullable(),
    inputDateMeaning: z.enum(['trade-date', 'report-date']),
    migrated: z.boolean(),
  })
  .transform(({ titleEn, titleZhHant, ...folder }) => ({ ...folder, title: { en: titleEn, zhHant: titleZhHant } }));

export const wireReceiptSchema: z.ZodType<ExchangeReceipt> = z.object({
  reference: z.string().min(1).max(128),
  fileName: z.string().max(255),
  size,
  sha256,
  receivedAt: time,
  replacedSha256: sha256.nullable(),
  journalHead: z.string().max(90),
});

export const wireActivitySchema: z.ZodType<ExchangeActivity> = z.object({
  reference: z.string().min(1).max(128),
  folderId: z.string().max(32),
  identity: z.string().max(100),
  participantCode: z.string().max(16),
  inputDate: z.string().max(10),
  fileName: z.string().max(255),
  size,
  sha256,
  receivedAt: time,
  channel: z.enum(['web', 'sftp']),
  status: z.enum(['accepted', 'refused', 'replaced']),
  submittedBy: z.string().max(128),
});
