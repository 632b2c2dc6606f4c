import { assertNever } from '../../shared/lib/assert-never.ts';
import { err, type Result } from '../../shared/lib/result.ts';
import type { ActivityParts } from '../ecp/query-activity.ts';
import type { LockService } from '../lock/lock-service.ts';
import type { ReadinessService } from '../readiness/readiness-service.ts';
import type { SubmissionService } from '../submission/submission-service.ts';
import type { AddedFile, IncomingFile } from './app.ts';
import { checkFile } from './handlers/activity.ts';

export interface FileTakers {
  readonly lock: Pick<LockService, 'refusal'>;
  readonly submissions: SubmissionService;
  readonly activity: ActivityParts;
  readonly readiness: ReadinessService;
}

/** Hands a file that comes in to whom it is for; while the terminal is locked none comes in (`locked`). */
export async function addFile(takers: FileTakers, file: IncomingFile): Promise<Result<AddedFile>> {
  const refusal = takers.lock.refusal();
  if (refusal) return err(refusal);
  switch (file.purpose) {
    case 'submission':
      return takers.submissions.addFile(file);
    case 'check':
      return checkFile(takers.activity, file);
    case 'user-list':
      return takers.readiness.importList(file);
    default:
      return assertNever(file.purpose);
  }
}
