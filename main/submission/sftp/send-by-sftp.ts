import path from 'node:path';
import { type AppError, appError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { SubmissionRecord } from '../../ledger/ledger.ts';
import type { UploadOrder, UploadOutcome } from '../../transfer/transfer.ts';
import type { SubmissionContext } from '../context.ts';
import { createProgressMeter } from '../progress-meter.ts';
import { recordState } from '../record-state.ts';
import { writingError } from '../spool/writing-error.ts';
import { canAskActivity, settleByActivity, settleReadBack } from './prove-arrival.ts';
import type { SftpDoor } from './sftp-door.ts';

interface Attempt {
  readonly signal: AbortSignal;
  readonly wasCancelled: () => boolean;
}

/** The final name, and the hidden one with the submission's id that the file has until it is complete. */
export function namesOf(door: SftpDoor, { facts }: SubmissionRecord): Pick<UploadOrder, 'finalPath' | 'temporaryPath'> {
  const finalPath = door.pathOf(facts.folderId, facts.fileName);
  const hidden = path.posix.join(path.posix.dirname(finalPath), `.${facts.submissionId}.part`);
  return { finalPath, temporaryPath: door.rename ? hidden : null };
}

/** This attempt's row is one of them. */
function isFirstAttempt({ ledger }: SubmissionContext, submissionId: string): boolean {
  return ledger.journalOf(submissionId).filter(({ kind }) => kind === 'sending').length <= 1;
}

/** For the next start, should the program end before it knows what became of the name. */
async function noteNaming({ spool }: SubmissionContext, submissionId: string): Promise<Result<null>> {
  try {
    await spool.markNaming(submissionId);
    return ok(null);
  } catch (cause) {
    return err(writingError(cause));
  }
}

async function transmit(
  context: SubmissionContext,
  record: SubmissionRecord,
  { door, signal, wasCancelled, readBack }: Attempt & { readonly door: SftpDoor; readonly readBack: boolean },
): Promise<UploadOutcome> {
  const connection = await door.open(signal);
  if (!connection.ok) return { kind: 'not-arrived', error: connection.error };
  const { submissionId, size, sha256, replaces } = record.facts;
  const meter = createProgressMeter({
    submissionId,
    totalBytes: size,
    clock: context.clock,
    publish: (payload) => context.publish({ name: 'submission/progress', payload }),
  });
  try {
    // Only where there is one: what waits here for the disk is overtaken by the files behind it.
    if (context.spool.wasNaming(submissionId)) await context.spool.clearNaming(submissionId);
    return await connection.value.upload({
      file: context.spool.pathOf(submissionId),
      size,
      sha256,
      ...namesOf(door, record),
      replace: replaces,
      mayHaveLeft: !isFirstAttempt(context, submissionId),
      fsync: door.fsync,
      readBack,
      onProgress: meter,
      onStep: context.onStep,
      beforeName: () => noteNaming(context, submissionId),
      pace: context.limit.take,
      signal,
      // Paused, or ended with the program, it is gone on with from where it was.
      isForGood: () => wasCancelled() && !context.closing.aborted,
      onLeft: ({ code }) => context.onNote('hidden file left at the server', { submissionId, reason: code }),
    });
  } finally {
    connection.value.close();
  }
}

function settleNotArrived(context: SubmissionContext, submissionId: string, error: AppError): void {
  if (error.code === 'refused-by-exchange') {
    recordState(context, { submissionId, kind: 'refused', detail: { error } });
    return;
  }
  // A changed host key is looked into by people, not tried again by a press.
  const retry = error.code === 'host-key-differs' ? 'never' : 'now';
  recordState(context, { submissionId, kind: 'failed', detail: { error: { ...error, retry } } });
}

/**
 * Sends one submission, which is `sending`, by SFTP and writes down what came of it. Confirmed only by proof: the exchange's SHA-256 in
 * Activity Enquiry, or the file read back; a rename without an answer and an arrival without proof are `in-doubt`. When the program is
 * closing nothing is written: the next start finds it.
 */
export async function sendBySftp(
  context: SubmissionContext,
  record: SubmissionRecord,
  attempt: Attempt,
): Promise<void> {
  const { submissionId } = record.facts;
  const door = context.sftp;
  if (!door) {
    settleNotArrived(context, submissionId, appError('sftp-unavailable'));
    return;
  }
  const byActivity = canAskActivity(context, door);
  const readBack = !byActivity;
  const outcome = await transmit(context, record, { ...attempt, door, readBack });
  if (context.closing.aborted) return;
  const cause = attempt.wasCancelled() ? 'cancelled' : 'no-answer';
  switch (outcome.kind) {
    case 'not-arrived':
      settleNotArrived(context, submissionId, outcome.error);
      return;
    case 'uncertain':
      recordState(context, { submissionId, kind: 'in-doubt', detail: { cause, error: outcome.error } });
      return;
    case 'uploaded': {
      // Without a hidden name there was nothing to read back before: the file is asked for like one in doubt.
      const isProved = readBack && door.rename;
      const settled = await (byActivity
        ? settleByActivity(context, record)
        : isProved && settleReadBack(context, record));
      if (!settled && !context.closing.aborted) {
        recordState(context, { submissionId, kind: 'in-doubt', detail: { cause: 'no-answer' } });
      }
    }
  }
}
