import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { ExchangeReceipt } from '../ecp/ecp-client.ts';
import type { SubmissionRecord } from '../ledger/ledger.ts';
import { isTheirs, type SubmissionContext } from './context.ts';
import { judgeSend } from './judge-send.ts';
import { createProgressMeter } from './progress-meter.ts';
import { recordState } from './record-state.ts';
import { settleReceipt, writtenReceipt } from './settle-receipt.ts';
import { sendBySftp } from './sftp/send-by-sftp.ts';
import { readSpool, SpoolDiffers } from './spool/read-spool.ts';

interface Attempt {
  readonly controller: AbortController;
  readonly cancelled: boolean;
}

type Sent =
  | {
      readonly kind: 'answered';
      readonly result: Result<ExchangeReceipt>;
      /** At least one byte was handed over. */
      readonly hasBegun: boolean;
    }
  /** Our own copy could not be read to its end: nothing can have arrived complete. */
  | { readonly kind: 'copy-unusable'; readonly error: AppError };

/** Marks an error as one of our own copy: it differs from the ledger, or cannot be read. */
class CopyUnusable extends Error {
  readonly error: AppError;

  constructor(cause: unknown) {
    super('the copy in the spool cannot be sent', { cause });
    this.name = 'CopyUnusable';
    this.error = appError(cause instanceof SpoolDiffers ? 'file-changed' : 'file-unreadable');
  }
}

async function transmit(context: SubmissionContext, { facts }: SubmissionRecord, signal: AbortSignal): Promise<Sent> {
  const { submissionId, size, sha256 } = facts;
  const publish = context.publish;
  let hasBegun = false;

  async function* open(): AsyncGenerator<Uint8Array> {
    const meter = createProgressMeter({
      submissionId,
      totalBytes: size,
      clock: context.clock,
      publish: (payload) => publish({ name: 'submission/progress', payload }),
    });
    const onPiece = (piece: number, sentBytes: number) => {
      context.onStep(`bytes:${piece}`);
      meter(sentBytes);
      hasBegun = true;
    };
    try {
      for await (const bytes of readSpool({ file: context.spool.pathOf(submissionId), sha256, size, onPiece })) {
        await context.limit.take(bytes.byteLength, signal);
        yield bytes;
      }
    } catch (cause) {
      throw new CopyUnusable(cause);
    }
  }

  const { idempotencyKey, folderId, identity, participantCode, inputDate, fileName } = facts;
  const what = { folderId, identity, participantCode, inputDate, fileName, size, sha256 };
  const journalHead = context.ledger.head();
  try {
    const result = await context.client.submit({ ...what, idempotencyKey, journalHead, open, signal });
    return { kind: 'answered', result, hasBegun };
  } catch (cause) {
    // An error of the body's source comes back as it was thrown (main/http); any other is a bug.
    if (cause instanceof CopyUnusable) return { kind: 'copy-unusable', error: cause.error };
    throw cause;
  }
}

/**
 * Sends one submission and writes down what came of it: `sending` is durable before the first byte leaves, `sent` when an answer
 * came, then `confirmed` or `failed` by comparing checksums; otherwise `refused`, `failed` or `in-doubt`. When the program is closing,
 * nothing is written: the next start finds it.
 */
export async function sendSubmission(
  context: SubmissionContext,
  submissionId: string,
  attempt: Attempt,
): Promise<void> {
  const record = context.ledger.submission(submissionId);
  if (!record) throw new Error('a submission left the ledger');
  if (!isTheirs(context, record)) {
    // While it waited for its turn the session ended, or a colleague opened one: nobody sends what another has pressed.
    const error = appError('not-logged-in', { retry: 'after-login' });
    recordState(context, { submissionId, kind: 'failed', detail: { error } });
    return;
  }
  const sending = recordState(context, { submissionId, kind: 'sending', detail: {} });
  if (!sending.ok) return;
  const signal = AbortSignal.any([attempt.controller.signal, context.closing]);
  if (record.facts.channel === 'sftp') {
    await sendBySftp(context, record, { signal, wasCancelled: () => attempt.cancelled });
    return;
  }
  const sent = await transmit(context, record, signal);

  if (sent.kind === 'copy-unusable') {
    recordState(context, { submissionId, kind: 'failed', detail: { error: sent.error } });
    return;
  }
  const { result, hasBegun } = sent;
  if (result.ok) {
    const answered = recordState(context, { submissionId, kind: 'sent', detail: writtenReceipt(result.value) });
    if (answered.ok) await settleReceipt(context, record, result.value);
    return;
  }
  if (context.closing.aborted) return;
  const outcome = judgeSend(result.error, { hasBegun, wasCancelled: attempt.cancelled });
  if (outcome.kind === 'in-doubt') {
    const { cause, error } = outcome;
    recordState(context, { submissionId, kind: 'in-doubt', detail: { cause, error } });
  } else recordState(context, { submissionId, kind: outcome.kind, detail: { error: outcome.error } });
}
