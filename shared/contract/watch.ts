import { z } from 'zod';
import { defineCall } from './call.ts';
import { appErrorSchema } from './errors.ts';
import { findingSchema, folderSchema } from './submission.ts';

const time = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const nothing = z.strictObject({});
const uuid = z.string().regex(/^[0-9a-f-]{36}$/);

/** Which terminal takes files from the outboxes of this root: one at a time, however many share it. */
export const watchLeaseSchema = z.discriminatedUnion('kind', [
  /** No folder is on. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('here'), since: time }),
  /** `pc` is null when the lease cannot be read. `since` is by the other PC's clock. */
  z.strictObject({
    kind: z.literal('elsewhere'),
    pc: z.string().max(64).nullable(),
    terminal: z.string().max(64).nullable(),
    since: time.nullable(),
  }),
  /** The root cannot be read or written; `reason` is the code of the file system. */
  z.strictObject({ kind: z.literal('unusable'), reason: z.string().max(40) }),
]);

/** One ECP folder with its outbox, archive and error folder. */
export const watchFolderSchema = z.strictObject({
  folderId: z.string().min(1).max(32),
  code: z.string().max(32),
  title: folderSchema.shape.title,
  /** What may be chosen. */
  identities: z.array(z.string().max(100)),
  participantCodes: z.array(z.string().max(16)),
  on: z.boolean(),
  identity: z.string().max(100).nullable(),
  participantCode: z.string().max(16).nullable(),
  replace: z.boolean(),
  late: z.boolean(),
  /** The profile's schedule; null: always. `isOpen` changes at `changesAt` (null: never). */
  schedule: z
    .strictObject({
      from: z.string().max(5).nullable(),
      until: z.string().max(5).nullable(),
      days: z.array(z.enum(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'])).nullable(),
      isOpen: z.boolean(),
      changesAt: time.nullable(),
    })
    .nullable(),
  /** Today's cut-off; `soon` in its last 15 minutes. */
  cutOff: z.strictObject({ at: time, state: z.enum(['ahead', 'soon', 'passed']) }).nullable(),
  counts: z.strictObject({
    outbox: count,
    /** Of those in the outbox, the ones that another program holds open or that may not be read. */
    blocked: count,
    sending: count,
    inDoubt: count,
    archivedToday: count,
    error: count,
  }),
  lastTaken: z.strictObject({ fileName: z.string().max(255), at: time }).nullable(),
  lastError: z
    .strictObject({ fileName: z.string().max(255), at: time, error: appErrorSchema, findings: z.array(findingSchema) })
    .nullable(),
  /** Why the folders cannot be used. */
  trouble: appErrorSchema.nullable(),
});
export type WatchFolder = z.infer<typeof watchFolderSchema>;

/** A file that another terminal took and has not brought to an end. */
export const watchClaimSchema = z.strictObject({
  folderId: z.string().min(1).max(32),
  terminal: uuid,
  /** The name of its PC, where it left one. */
  pc: z.string().max(64).nullable(),
  claimId: uuid,
  fileName: z.string().max(255),
});
export type WatchClaim = z.infer<typeof watchClaimSchema>;

export const watchViewSchema = z.strictObject({
  /** Where the folders are on this PC, to be shown. */
  root: z.string().max(4_096),
  /** Whether this host lets the operator choose another. */
  mayChooseRoot: z.boolean(),
  lease: watchLeaseSchema,
  /** Why nothing is sent now (SFTP, or this PC); null: it is. */
  trouble: appErrorSchema.nullable(),
  folders: z.array(watchFolderSchema),
  /** At most 200 of them. */
  strangers: z.array(watchClaimSchema),
});
export type WatchView = z.infer<typeof watchViewSchema>;

export const watchCalls = {
  'watch/view': defineCall(nothing, watchViewSchema),
  /** Sets one folder; durable when it returns. `invalid-input`: an identity or code that the folder has not. */
  'watch/configure': defineCall(
    z.strictObject({
      folderId: z.string().min(1).max(32),
      on: z.boolean(),
      identity: z.string().min(1).max(100),
      participantCode: z.string().min(1).max(16).nullable(),
      replace: z.boolean(),
      late: z.boolean(),
    }),
    watchViewSchema,
  ),
  /**
   * Opens the system's window for choosing a folder; closing it changes nothing. `choose-folder-unavailable`: this host has none;
   * `watch-busy`: files are on their way.
   */
  'watch/chooseRoot': defineCall(nothing, watchViewSchema),
  /** Puts a file that another terminal took back into the outbox: costly, for that terminal may have sent it. */
  'watch/giveBack': defineCall(
    z.strictObject({ folderId: z.string().min(1).max(32), terminal: uuid, claimId: uuid }),
    watchViewSchema,
  ),
} as const;

export const watchEvents = {
  'watch/changed': watchViewSchema,
} as const;
