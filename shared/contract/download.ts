import { z } from 'zod';
import { defineCall } from './call.ts';
import { appErrorSchema } from './errors.ts';

const nothing = z.strictObject({});
/** ms since 1970. */
const time = z.number().int().nonnegative();
const id = z.string().min(1).max(64);
const bytes = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * How it was proved that what arrived is what the exchange has: its own checksum beside the file, two readings with one result, or size
 * and time alone, where the exchange offers no more.
 */
export const downloadProofSchema = z.enum(['checksum', 'read-twice', 'size-and-time']);
export type DownloadProof = z.infer<typeof downloadProofSchema>;

/**
 * `new`: listed, not fetched. `waiting`: its turn comes. `same`: only size or time of a delivered file changed, nothing was delivered
 * again. `checksum-differs`: kept aside in the error folder.
 */
export const downloadStates = [
  'new',
  'waiting',
  'fetching',
  'delivered',
  'same',
  'checksum-differs',
  'failed',
] as const;

export const downloadSchema = z.strictObject({
  downloadId: id,
  /** The ECP folder in whose inbox it belongs. */
  folderId: z.string().max(32),
  fileName: z.string().max(255),
  size: bytes,
  /** The server's time of the file. */
  modifiedAt: time,
  foundAt: time,
  changedAt: time,
  state: z.enum(downloadStates),
  sha256: sha256.nullable(),
  proof: downloadProofSchema.nullable(),
  /** Its name in the inbox (or in the error folder): another one than its own when that was taken by other bytes. */
  localName: z.string().max(300).nullable(),
  /** The submission whose result it is. */
  submission: z.strictObject({ submissionId: id, fileName: z.string().max(255) }).nullable(),
  error: appErrorSchema.nullable(),
});
export type Download = z.infer<typeof downloadSchema>;

/** One folder of the server at the last look. */
export const downloadFolderSchema = z.strictObject({
  folderId: z.string().max(32),
  error: appErrorSchema.nullable(),
  /** Files whose names cannot be used on this PC; they are left where they are. */
  passedOver: z.number().int().nonnegative(),
});

export const downloadStatusSchema = z.strictObject({
  /** Why nothing can be fetched at all: `download-unavailable`. */
  unavailable: appErrorSchema.nullable(),
  busy: z.enum(['no', 'looking', 'fetching']),
  /** The last look that came to its end. */
  lookedAt: time.nullable(),
  /** Why the last look or the connection failed. */
  error: appErrorSchema.nullable(),
  folders: z.array(downloadFolderSchema),
  /** Looks for new files and fetches them so often; null: only when asked. `fixed`: the profile says so. */
  everyMinutes: z.number().int().positive().nullable(),
  fixed: z.boolean(),
});
export type DownloadStatus = z.infer<typeof downloadStatusSchema>;

/** The state of everything and rows, newest first: all of them as an answer, those that changed as an event. */
export const downloadViewSchema = z.strictObject({ status: downloadStatusSchema, rows: z.array(downloadSchema) });
export type DownloadView = z.infer<typeof downloadViewSchema>;

export const downloadProgressSchema = z.strictObject({
  downloadId: id,
  receivedBytes: bytes,
  totalBytes: bytes,
  bytesPerSecond: z.number().nonnegative(),
});
export type DownloadProgress = z.infer<typeof downloadProgressSchema>;

/** Files that come from the exchange by SFTP. */
export const downloadCalls = {
  'download/list': defineCall(
    z.strictObject({ limit: z.number().int().min(1).max(2000).default(500) }),
    downloadViewSchema,
  ),
  /** Looks into the folders and lists what is new; fetches nothing. Answers when it has begun, as the next one does. */
  'download/look': defineCall(nothing, downloadStatusSchema),
  /**
   * Looks and fetches what is new. Only in some folders, or only these files (which may have failed before), where they are given.
   * Errors: `download-unavailable`, `download-not-found`, `download-folder-missing` (none of those that were given), those of the SFTP
   * account.
   */
  'download/fetch': defineCall(
    z.strictObject({
      folderIds: z.array(z.string().min(1).max(32)).max(200).optional(),
      downloadIds: z.array(id).max(2000).optional(),
    }),
    downloadStatusSchema,
  ),
  /** Stops one file, or everything when none is given. What came of a file stays, and is gone on with at the next fetch. */
  'download/cancel': defineCall(z.strictObject({ downloadId: id.optional() }), downloadStatusSchema),
} as const;

export const downloadEvents = {
  'download/changed': downloadViewSchema,
  'download/progress': downloadProgressSchema,
} as const;
