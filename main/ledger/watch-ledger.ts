import { z } from 'zod';
import { appErrorSchema } from '../../shared/contract/errors.ts';
import { findingSchema } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';

/** A file of an outbox as it was when it was taken. Never changes. Its id becomes that of its draft and submission. */
export interface WatchFileFacts {
  readonly fileId: string;
  /** The root of the local folders then. */
  readonly root: string;
  readonly folderId: string;
  readonly name: string;
  readonly size: number;
  /** ms since 1970, with the fraction that the file system has. */
  readonly modifiedAt: number;
  readonly seenAt: number;
}

/**
 * What became of a file. `seen`: it will be claimed. `claimed`: it is in this terminal's own folder. `submitted`: the submission's rows
 * say the rest. `moving`: it goes to the place in the detail. The ends: `archived`, `errored`, `returned` (back in its outbox) and
 * `gone` (another terminal or a person took it).
 */
export const watchKinds = [
  'seen',
  'claimed',
  'submitted',
  'moving',
  'archived',
  'errored',
  'returned',
  'gone',
] as const;
export type WatchKind = (typeof watchKinds)[number];
export const watchEnds: readonly WatchKind[] = ['archived', 'errored', 'returned', 'gone'];

/** Why a file went to the error folder. */
export const watchWhySchema = z.strictObject({ error: appErrorSchema, findings: z.array(findingSchema) });
export type WatchWhy = z.infer<typeof watchWhySchema>;

export const watchDetailSchema = z.strictObject({
  /** Where it goes, relative to the root. */
  target: z.string().max(4_096).optional(),
  /** The exchange's time (ms since 1970) when its move began. */
  at: z.number().int().nonnegative().optional(),
  /** Null or absent: it goes to the archive. */
  why: watchWhySchema.nullish(),
});
export type WatchDetail = z.infer<typeof watchDetailSchema>;

export interface WatchEvent {
  readonly kind: WatchKind;
  readonly at: number;
  readonly sha256: string | null;
  readonly detail: WatchDetail;
}

export interface WatchRecord {
  readonly facts: WatchFileFacts;
  readonly newest: WatchEvent;
}

/** What the operator chose for one ECP folder. */
export const watchChoiceSchema = z.strictObject({
  on: z.boolean(),
  identity: z.string().max(100),
  /** Null: the one in the file name. */
  participantCode: z.string().max(16).nullable(),
  /** Those that the folder had when this was chosen. */
  participantCodes: z.array(z.string().max(16)),
  /** A file of the same name takes the place of the earlier one. */
  replace: z.boolean(),
  /** A file after the cut-off is sent all the same. */
  late: z.boolean(),
});
export type WatchChoice = z.infer<typeof watchChoiceSchema>;

/** The ledger's part for watch folders; append-only and durable as the rest of it. */
export interface WatchLedger {
  /** The id of this terminal, made at the first call and kept. */
  terminalId(): Result<string>;
  choose(folderId: string, choice: WatchChoice): Result<null>;
  /** The newest choice of each ECP folder. */
  choices(): ReadonlyMap<string, WatchChoice>;
  /** The facts with the event `seen`. */
  addFile(facts: WatchFileFacts): Result<null>;
  note(fileId: string, kind: WatchKind, more?: WatchDetail & { readonly sha256?: string }): Result<null>;
  /** Files that have come to no end, oldest first. */
  openFiles(): readonly WatchRecord[];
  /** The newest file of a folder that came to this, or null. */
  last(folderId: string, kind: WatchKind): WatchRecord | null;
  /** The file of a folder that was taken last, or null. */
  lastTaken(folderId: string): WatchFileFacts | null;
  /** How many files of a folder came to this since then (ms since 1970). */
  count(folderId: string, kind: WatchKind, since: number): number;
}
