import { z } from 'zod';
import { defineCall } from './call.ts';
import { appErrorSchema } from './errors.ts';
import { channelSchema } from './submission.ts';

const time = z.number().int().nonnegative();
const bytes = z.number().int().nonnegative();
const id = z.string().min(1).max(64);
const count = z.number().int().nonnegative();
const nothing = z.strictObject({});

/**
 * Where a submission stands in the queue: being sent; waiting for its turn; held by the operator; failed for a reason that may pass by
 * itself, and tried again later; of an outcome that is not known; at its end.
 */
export const queueStates = [
  'running',
  'waiting',
  'paused',
  'retrying',
  'in-doubt',
  'failed',
  'refused',
  'done',
] as const;
export const queueStateSchema = z.enum(queueStates);
export type QueueItemState = z.infer<typeof queueStateSchema>;

export const queueItemSchema = z.strictObject({
  submissionId: id,
  fileName: z.string().max(255),
  folderId: z.string().max(32),
  channel: channelSchema,
  size: bytes,
  /** What went of it so far; of a paused one, what need not go again where the server still has it. */
  sentBytes: bytes,
  /** 0 while nothing goes. */
  bytesPerSecond: z.number().nonnegative(),
  state: queueStateSchema,
  /** Its place among those that wait or are paused, from 1; null for all others. */
  turn: z.number().int().positive().nullable(),
  /** What one that waits is waiting for. */
  waitsFor: z.enum(['turn', 'same-name', 'server']).nullable(),
  /** When it is tried by itself, in ms since 1970 on this PC's clock. */
  nextAttemptAt: time.nullable(),
  /** How often it was tried again by itself since the last press. */
  retries: count,
  /** What a paused one is held by: a pause of its own, or that of the whole queue alone. */
  heldBy: z.enum(['itself', 'queue']).nullable(),
  /** Whether it can be paused now, and if not, why: it goes by web in one piece, or the server allows no hidden name to go on with. */
  pausing: z.enum(['possible', 'by-web', 'no-rename', 'ended']),
  error: appErrorSchema.nullable(),
});
export type QueueItem = z.infer<typeof queueItemSchema>;

export const queueTotalsSchema = z.strictObject({
  counts: z.strictObject({
    running: count,
    waiting: count,
    paused: count,
    retrying: count,
    'in-doubt': count,
    failed: count,
    refused: count,
    done: count,
  }),
  /** The batch: everything since the queue was last empty, except what was refused, failed or is in doubt. */
  sentBytes: bytes,
  totalBytes: bytes,
  bytesPerSecond: z.number().nonnegative(),
  /** The whole queue is paused. */
  paused: z.boolean(),
  /** The SFTP server could not be reached; nothing is sent to it before. */
  serverRetryAt: time.nullable(),
});
export type QueueTotals = z.infer<typeof queueTotalsSchema>;

/** The most rows that one answer holds: the queue may have many thousands. */
export const QUEUE_PAGE = 100;

export const queueCalls = {
  /** A part of the queue: what runs first, then what waits in its order, then the others, those that ended last on top. */
  'queue/list': defineCall(
    z.strictObject({
      offset: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(QUEUE_PAGE).default(QUEUE_PAGE),
      /** Only those in these states; null: all. */
      states: z.array(queueStateSchema).max(queueStates.length).nullable().default(null),
    }),
    z.strictObject({
      items: z.array(queueItemSchema).max(QUEUE_PAGE),
      /** How many there are in these states. */
      total: count,
      totals: queueTotalsSchema,
    }),
  ),
  /**
   * Holds one submission, or the whole queue (null). By SFTP what is being sent is broken off and goes on from there later. By web
   * only what has not begun can be held: `queue-not-pausable` (details.reason).
   */
  'queue/pause': defineCall(z.strictObject({ submissionId: id.nullable() }), queueTotalsSchema),
  'queue/resume': defineCall(z.strictObject({ submissionId: id.nullable() }), queueTotalsSchema),
  /** Changes the order of those that wait; for any other submission it does nothing. */
  'queue/move': defineCall(
    z.strictObject({ submissionId: id, to: z.enum(['first', 'up', 'down', 'last']) }),
    queueTotalsSchema,
  ),
  /** Takes confirmed and refused ones off the list. They stay in the journal and under "Submit". */
  'queue/clearDone': defineCall(nothing, queueTotalsSchema),
} as const;

export const queueEvents = {
  /** The queue has changed; told at most about twice a second, so it says only how it stands. */
  'queue/changed': queueTotalsSchema,
} as const;
