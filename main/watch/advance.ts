import { appError } from '../../shared/contract/errors.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { WatchRecord } from '../ledger/ledger.ts';
import { isPaused, pause, type WatchContext } from './context.ts';
import { submitClaimed } from './send/submit-claimed.ts';
import { endBegunMove, endInArchive, endInError } from './settle/end-file.ts';
import { finishClaim } from './take/claim-file.ts';

/** A submission that went out: what its own rows say now. */
async function follow(context: WatchContext, record: WatchRecord): Promise<Result<null>> {
  const { fileId } = record.facts;
  const submission = context.ledger.submission(fileId);
  if (!submission) throw new Error('a submission left the ledger');
  const { newest } = submission;
  switch (newest.kind) {
    case 'confirmed':
      return endInArchive(context, record);
    case 'refused':
      return endInError(context, record, { error: newest.detail.error });
    case 'failed': {
      if (context.willRetry(fileId) || isPaused(context, fileId)) return ok(null);
      // Whoever tries again writes that down only after the failure: look twice.
      if (newest.detail.error.retry !== 'never' && !context.pauses.has(fileId)) {
        pause(context, fileId);
        return ok(null);
      }
      return endInError(context, record, { error: newest.detail.error });
    }
    default:
      // On its way, or in doubt: the exchange is asked, and nothing is sent again.
      context.pauses.delete(fileId);
      return ok(null);
  }
}

/** Brings one file a step further, if there is one to do. Throws the file system's failures; the next round tries again. */
export async function advance(context: WatchContext, record: WatchRecord): Promise<Result<null>> {
  const { fileId, folderId } = record.facts;
  const { kind } = record.newest;
  switch (kind) {
    case 'seen':
      return finishClaim(context, record);
    case 'claimed': {
      const choice = context.ledger.watch.choices().get(folderId);
      // Whoever has the lease: a file that this terminal took is sent by no other.
      const maySend = choice?.on === true && !isPaused(context, fileId);
      if (choice && (maySend || context.ledger.submission(fileId))) return submitClaimed(context, record, choice);
      return ok(null);
    }
    case 'submitted':
      return follow(context, record);
    case 'moving':
      return endBegunMove(context, record);
    case 'archived':
    case 'errored':
    case 'returned':
    case 'gone':
      return ok(null);
    default:
      return assertNever(kind);
  }
}

/** A failure of the file system, as the page is told of it. */
export function folderTrouble(reason: string) {
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return appError('disk-full', { retry: 'now' });
  return appError('local-folder-unusable', { retry: 'now', details: { reason: reason || 'unknown' } });
}
