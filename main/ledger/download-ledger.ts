import { z } from 'zod';
import { downloadProofSchema } from '../../shared/contract/download.ts';
import { appErrorSchema } from '../../shared/contract/errors.ts';
import type { Result } from '../../shared/lib/result.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const localName = z.string().max(300);

/** A file as a folder of the server listed it. Another size or time makes it another file. Never changes. */
export interface DownloadFacts {
  readonly downloadId: string;
  /** The ECP folder in whose inbox it belongs. */
  readonly folderId: string;
  /** On the server. */
  readonly remoteFolder: string;
  readonly fileName: string;
  readonly size: number;
  /** ms since 1970, the server's. */
  readonly modifiedAt: number;
  readonly foundAt: number;
}

const details = {
  /** It was listed. Repeats the facts, so that the chain covers them. */
  found: z.strictObject({
    folderId: z.string(),
    remoteFolder: z.string(),
    fileName: z.string(),
    size: z.number().int().nonnegative(),
    modifiedAt: z.number().int(),
  }),
  /** All of it is here and proved, and it is about to get this name in the inbox. */
  received: z.strictObject({ sha256, proof: downloadProofSchema, localName }),
  /** It has the name. An end. */
  delivered: z.strictObject({
    sha256,
    proof: downloadProofSchema,
    localName,
    /** The submission whose result it is. */
    submissionId: z.string().nullable(),
  }),
  /** Only its size or time was another one: the bytes are those that were delivered before under this name. An end. */
  same: z.strictObject({ sha256, downloadId: z.string() }),
  /** It differs from the exchange's checksum and lies in the error folder. */
  'kept-aside': z.strictObject({ sha256, localName, error: appErrorSchema }),
  failed: z.strictObject({ error: appErrorSchema }),
} as const;

/** What the rows of a download say, by kind. */
export type DownloadDetails = { readonly [K in keyof typeof details]: z.output<(typeof details)[K]> };
export type DownloadKind = keyof DownloadDetails;
export const downloadKinds = Object.keys(details) as [DownloadKind, ...DownloadKind[]];

const schemas: { readonly [K in DownloadKind]: z.ZodType<DownloadDetails[K]> } = details;

/** Takes a row's kind and its text; gives the value. Throws when the text is not what that kind says. */
export function readDownloadDetail<K extends DownloadKind>(kind: K, text: string): DownloadDetails[K] {
  return schemas[kind].parse(JSON.parse(text));
}

export type DownloadEntry = {
  readonly [K in DownloadKind]: { readonly kind: K; readonly at: number; readonly detail: DownloadDetails[K] };
}[DownloadKind];

export interface DownloadRecord {
  readonly facts: DownloadFacts;
  readonly newest: DownloadEntry;
}

/** The ledger's part for files that were fetched: append-only, hash-chained in a chain of its own, durable as the rest. */
export interface DownloadLedger {
  /** The facts with their rows `found`, all of them or none. */
  add(files: readonly Omit<DownloadFacts, 'foundAt'>[]): Result<null>;
  note<K extends DownloadKind>(downloadId: string, kind: K, detail: DownloadDetails[K]): Result<null>;
  find(downloadId: string): DownloadRecord | null;
  /** Newest first. */
  list(limit: number): readonly DownloadRecord[];
  /** Everything that was ever listed in a folder of the server. */
  inFolder(remoteFolder: string): readonly DownloadRecord[];
  /** What was delivered last from under this name. */
  lastDelivered(remoteFolder: string, fileName: string): DownloadRecord | null;
  /** The results of a submission, oldest first. */
  resultsOf(submissionId: string): readonly DownloadRecord[];
  /** Reads the chain again; false when a row or a fact is not what was written. */
  isIntact(): boolean;
  /** The same as `Ledger.verifyGrowth`: what was read is not read again, but the rows of these downloads. */
  verifyGrowth(downloadIds: readonly string[]): boolean;
}
