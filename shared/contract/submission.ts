import { z } from 'zod';
import { defineCall } from './call.ts';
import { appErrorSchema } from './errors.ts';

const time = z.number().int().nonnegative();
const id = z.string().min(1).max(64);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const nothing = z.strictObject({});

/** How a file goes to the exchange. */
export const channelSchema = z.enum(['web', 'sftp']);
export type Channel = z.infer<typeof channelSchema>;

/** A folder: one kind of file on ECP, as the exchange's catalogue describes it to this user. */
export const folderSchema = z.strictObject({
  folderId: z.string().min(1).max(32),
  /** e.g. `SD-1` */
  code: z.string().max(32),
  title: z.strictObject({ en: z.string().max(200), zhHant: z.string().max(200) }),
  identities: z.array(z.string().max(100)).min(1),
  participantCodes: z.array(z.string().max(16)).min(1),
  /** Prefixes of file names that belong here, e.g. SD and SD1. */
  prefixes: z.array(z.string().max(16)),
  maxBytes: z.number().int().positive(),
  /** Today's cut-off, if the folder has one. */
  dueAt: time.nullable(),
  /** What the Input Date means here; for SD-1 the trade date (seed ECP FAQ item 23). */
  inputDateMeaning: z.enum(['trade-date', 'report-date']),
  /** A folder that has not migrated is still submitted on the old ECP (seed ECP FAQ item 27). */
  migrated: z.boolean(),
});
export type Folder = z.infer<typeof folderSchema>;

/** One thing that the checks before sending noticed. A refusal is what the exchange would answer. */
export const findingSchema = z.strictObject({
  check: z.enum(['name', 'folder', 'participant', 'input-date', 'size', 'content', 'held']),
  level: z.enum(['passed', 'warning', 'refusal']),
  /** Key under `submission.finding` in the locales. */
  reason: z.enum([
    'ok',
    'name-not-readable',
    'date-differs',
    'participant-differs',
    'participant-not-yours',
    'folder-differs',
    'input-date-missing',
    'folder-missing',
    'participant-missing',
    'too-large',
    'empty',
    'not-csv',
    'already-held-same',
    'already-held-other',
    'not-migrated',
    'not-checked',
  ]),
  /** The exchange's own number where it is known, e.g. 4505. */
  exchangeCode: z.string().max(16).optional(),
  details: z.record(z.string(), z.union([z.string().max(300), z.number()])).optional(),
  /** One click that would correct it. */
  fix: z
    .strictObject({ field: z.enum(['inputDate', 'participantCode', 'folderId']), value: z.string().max(64) })
    .optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** A file that was chosen: copied into the spool and hashed, not yet sent. */
export const draftSchema = z.strictObject({
  draftId: id,
  fileName: z.string().max(255),
  size: z.number().int().nonnegative(),
  sha256,
  folderId: z.string().max(32).nullable(),
  identity: z.string().max(100).nullable(),
  participantCode: z.string().max(16).nullable(),
  /** `YYYY-MM-DD` */
  inputDate: z.string().max(10).nullable(),
  findings: z.array(findingSchema),
  addedAt: time,
});
export type Draft = z.infer<typeof draftSchema>;

export const submissionStates = ['checked', 'sending', 'sent', 'confirmed', 'refused', 'failed', 'in-doubt'] as const;
export const submissionStateSchema = z.enum(submissionStates);

export const submissionSchema = z.strictObject({
  submissionId: id,
  fileName: z.string().max(255),
  size: z.number().int().nonnegative(),
  sha256,
  folderId: z.string().max(32),
  identity: z.string().max(100),
  participantCode: z.string().max(16),
  inputDate: z.string().max(10),
  channel: channelSchema,
  state: submissionStateSchema,
  /** When the operator pressed Submit, and when the state last changed. */
  submittedAt: time,
  changedAt: time,
  /** Why it was refused or failed. */
  error: appErrorSchema.nullable(),
  /** The exchange's reference and its own SHA-256, once known. */
  exchangeReference: z.string().max(128).nullable(),
  exchangeSha256: sha256.nullable(),
  /** True when it replaced a file that the exchange held under the same name. */
  replaced: z.boolean(),
  /** A failed one is tried again by itself then, in ms since 1970 on this PC's clock. */
  nextAttemptAt: time.optional(),
  /** It has not begun, and waits because it alone is paused in the queue. */
  paused: z.literal(true).optional(),
});
export type Submission = z.infer<typeof submissionSchema>;

export const progressSchema = z.strictObject({
  submissionId: id,
  sentBytes: z.number().int().nonnegative(),
  totalBytes: z.number().int().nonnegative(),
  bytesPerSecond: z.number().nonnegative(),
});
export type Progress = z.infer<typeof progressSchema>;

/** One row of the journal, as printed on a receipt. */
export const journalRowSchema = z.strictObject({
  seq: z.number().int().positive(),
  at: time,
  kind: z.string().max(32),
  detail: z.string().max(1000),
  hash: sha256,
});

/** A file that the exchange made of a submission and that was fetched. */
export const fetchedResultSchema = z.strictObject({
  fileName: z.string().max(255),
  /** Its name in the inbox. */
  localName: z.string().max(300),
  sha256,
  fetchedAt: time,
});
export type FetchedResult = z.infer<typeof fetchedResultSchema>;

export const receiptSchema = z.strictObject({
  submission: submissionSchema,
  rows: z.array(journalRowSchema),
  /** Responses and process results, oldest first. */
  results: z.array(fetchedResultSchema),
  /** True when the whole journal, and that of the downloads, was read since the program started and the chains of hashes hold. */
  chainIntact: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Whether a folder takes files now: by the hours of the profile, and by the exchange's cut-off of today. */
const submissionWindowSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  /** Null: not within a week. */
  z.strictObject({ kind: z.literal('outside-hours'), opensAt: time.nullable() }),
  z.strictObject({ kind: z.literal('cut-off-passed'), cutOffAt: time }),
]);
export type SubmissionWindow = z.infer<typeof submissionWindowSchema>;

export const submissionCalls = {
  /** The folders that the functions of this user open. Without an ECP session those of the last catalogue, if there is one. */
  'folder/list': defineCall(nothing, z.array(folderSchema)),
  'draft/list': defineCall(nothing, z.array(draftSchema)),
  'draft/update': defineCall(
    z.strictObject({
      draftId: id,
      folderId: z.string().max(32).optional(),
      identity: z.string().max(100).optional(),
      participantCode: z.string().max(16).optional(),
      /** Text as typed; a day that does not exist is refused with `invalid-input`. Empty clears it. */
      inputDate: z.string().max(10).optional(),
    }),
    draftSchema,
  ),
  'draft/remove': defineCall(z.strictObject({ draftId: id }), nothing),
  /**
   * Sends a draft. `replace` must be true when the exchange already holds a file of that name with other content;
   * otherwise `replace-unconfirmed`. A draft with a refusal among its findings answers `draft-refused` unless
   * `despiteRefusal` is true: the exchange has the last word, and its word is then shown.
   */
  'submission/submit': defineCall(
    z.strictObject({
      draftId: id,
      replace: z.boolean(),
      despiteRefusal: z.boolean(),
      channel: channelSchema.default('web'),
    }),
    submissionSchema,
  ),
  /** Which channels there are; null: this one is ready, otherwise why it is not (`sftp-unavailable`: the profile has none). */
  'submission/channels': defineCall(nothing, z.strictObject({ sftp: appErrorSchema.nullable() })),
  /** Nothing is refused by it: whoever asks for nobody at a screen decides. */
  'submission/window': defineCall(z.strictObject({ folderId: z.string().max(32) }), submissionWindowSchema),
  /** So many of the newest, and behind them all that are in doubt. */
  'submission/list': defineCall(
    z.strictObject({ limit: z.number().int().min(1).max(2000).default(200) }),
    z.array(submissionSchema),
  ),
  'submission/cancel': defineCall(z.strictObject({ submissionId: id }), submissionSchema),
  /** Sends a failed submission again, under the same idempotency key. */
  'submission/retry': defineCall(z.strictObject({ submissionId: id }), submissionSchema),
  /** Asks the exchange what became of a submission in doubt; never sends. */
  'submission/ask': defineCall(z.strictObject({ submissionId: id }), submissionSchema),
  'submission/receipt': defineCall(z.strictObject({ submissionId: id }), receiptSchema),
} as const;

export const submissionEvents = {
  'draft/changed': draftSchema,
  'draft/removed': z.strictObject({ draftId: id }),
  'submission/changed': submissionSchema,
  'submission/progress': progressSchema,
} as const;
