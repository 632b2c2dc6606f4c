import { z } from 'zod';
import { defineCall } from './call.ts';

const time = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What we think of one file that the exchange holds: `matched` when our ledger sent these very bytes, `differs` when we
 * sent other bytes under that reference, `replaced` when a later file of the same name took its place, `unknown` when it
 * was not sent from this PC.
 */
export const activityVerdictSchema = z.enum(['matched', 'differs', 'replaced', 'unknown']);

export const activityRowSchema = z.strictObject({
  reference: z.string().max(128),
  folderId: z.string().max(32),
  identity: z.string().max(100),
  participantCode: z.string().max(16),
  inputDate: z.string().max(10),
  fileName: z.string().max(255),
  size: z.number().int().nonnegative(),
  sha256,
  receivedAt: time,
  channel: z.enum(['web', 'sftp']),
  status: z.enum(['accepted', 'refused', 'replaced']),
  submittedBy: z.string().max(128),
  verdict: activityVerdictSchema,
});
export type ActivityRow = z.infer<typeof activityRowSchema>;

export const activitySortFields = [
  'receivedAt',
  'folderId',
  'identity',
  'inputDate',
  'fileName',
  'size',
  'sha256',
  'verdict',
] as const;

export const activityPageSchema = z.strictObject({
  rows: z.array(activityRowSchema).max(2000),
  /** Rows that match the filter in all; more than `rows` when the page was cut at 2,000. */
  total: z.number().int().nonnegative(),
  fetchedAt: time,
});
export type ActivityPage = z.infer<typeof activityPageSchema>;

/** The answer to "is this local file what the exchange holds?". */
export const checkResultSchema = z.strictObject({
  fileName: z.string().max(255),
  size: z.number().int().nonnegative(),
  sha256,
  outcome: z.enum(['matched', 'differs', 'not-found']),
  /** The row it was compared with: same content (matched) or same name with other content (differs). */
  row: activityRowSchema.nullable(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const activityCalls = {
  'activity/query': defineCall(
    z.strictObject({
      /** Found anywhere in name, folder, identity, participant code, date, SHA-256 or user. */
      text: z.string().max(100).default(''),
      verdict: activityVerdictSchema.nullable().default(null),
      from: z.string().max(10).nullable().default(null),
      to: z.string().max(10).nullable().default(null),
      sort: z.enum(activitySortFields).default('receivedAt'),
      descending: z.boolean().default(true),
    }),
    activityPageSchema,
  ),
} as const;
