import { z } from 'zod';
import { diagnosticRunSchema } from '../../shared/contract/diagnostics.ts';
import type { AppError } from '../../shared/contract/errors.ts';
import { errorCodeSchema } from '../../shared/contract/errors.ts';
import { sftpAccountSchema } from '../../shared/contract/sftp-account.ts';
import { findingSchema, type Submission, submissionSchema } from '../../shared/contract/submission.ts';
import { commandNames } from './commands.ts';
import { exitCodes } from './exit-code.ts';

/*
 * What `--output json` prints: one object a line on standard output. Programs read these, so members are added and never changed;
 * `v` would become 2. Events come while something goes on, a result for each file or thing, and one `end` as the last line, always.
 */

const exitCode = z.union(exitCodes.map((code) => z.literal(code)));
/** ISO 8601, UTC. */
const at = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const errorLineSchema = z.strictObject({
  code: z.union([errorCodeSchema, z.literal('usage')]),
  /** The exchange's own number. */
  exchangeCode: z.string().nullable(),
  /** In the language of `--language`. */
  message: z.string(),
  next: z.string(),
});
export type ErrorLine = z.infer<typeof errorLineSchema>;

const submissionLineSchema = submissionSchema
  .pick({
    submissionId: true,
    fileName: true,
    size: true,
    sha256: true,
    folderId: true,
    identity: true,
    participantCode: true,
    inputDate: true,
    channel: true,
    state: true,
    exchangeReference: true,
    exchangeSha256: true,
    replaced: true,
  })
  .extend({ submittedAt: at, changedAt: at });
type SubmissionLine = z.infer<typeof submissionLineSchema>;

const head = { v: z.literal(1), command: z.enum(commandNames).nullable(), at };

const eventLineSchema = z.strictObject({
  ...head,
  type: z.literal('event'),
  /**
   * `waiting`: another program holds the data folder. `checked`: findings of a file. `state`: a submission has a new state. `progress`:
   * bytes. `otp-wanted`: the exchange has sent a one-time password; it is the next line of standard input.
   */
  event: z.enum(['waiting', 'checked', 'state', 'progress', 'otp-wanted']),
  /** As it was named in the command. */
  file: z.string().nullable(),
  submission: submissionLineSchema.optional(),
  findings: z.array(findingSchema).optional(),
  sentBytes: z.number().optional(),
  totalBytes: z.number().optional(),
});

const resultLineSchema = z.strictObject({
  ...head,
  type: z.literal('result'),
  exitCode,
  file: z.string().nullable(),
  error: errorLineSchema.nullable(),
  submission: submissionLineSchema.nullish(),
  findings: z.array(findingSchema).optional(),
  /** Of `verify`. `by`: whose SHA-256 it was compared with, Activity Enquiry's or that of a receipt in this PC's ledger. */
  check: z
    .strictObject({
      outcome: z.enum(['matched', 'differs', 'not-found']),
      by: z.enum(['activity', 'ledger']),
      size: z.number(),
      sha256,
      exchangeSha256: sha256.nullable(),
    })
    .optional(),
  /** Of `download`: what came. */
  download: z
    .strictObject({ fileName: z.string(), folderId: z.string(), state: z.string(), sha256: sha256.nullable() })
    .optional(),
  run: diagnosticRunSchema.optional(),
  account: sftpAccountSchema.optional(),
  publicKey: z.string().optional(),
});

const endLineSchema = z.strictObject({
  ...head,
  type: z.literal('end'),
  exitCode,
  results: z.number().int().nonnegative(),
  /** Why there was no result, or why it ended before all were there. */
  error: errorLineSchema.nullable(),
});

export const outputLineSchema = z.discriminatedUnion('type', [eventLineSchema, resultLineSchema, endLineSchema]);
export type OutputLine = z.infer<typeof outputLineSchema>;

type Without<T> = Omit<T, 'v' | 'type' | 'command' | 'at'>;
export type EventLine = Without<z.infer<typeof eventLineSchema>>;
export type ResultLine = Without<z.infer<typeof resultLineSchema>> & { readonly failure?: AppError };

const iso = (ms: number) => new Date(ms).toISOString();

/** A submission as it is printed. */
export function submissionLine(submission: Submission): SubmissionLine {
  const { error: _told, submittedAt, changedAt, ...rest } = submission;
  return submissionLineSchema.parse({
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => name in submissionLineSchema.shape)),
    submittedAt: iso(submittedAt),
    changedAt: iso(changedAt),
  });
}
