import type { activityCalls, CheckResult } from '../../../shared/contract/activity.ts';
import { appError } from '../../../shared/contract/errors.ts';
import { err, type Result } from '../../../shared/lib/result.ts';
import { checkFileName } from '../../../shared/model/check-file-name.ts';
import { compareFile } from '../../ecp/compare-file.ts';
import { type ActivityParts, queryActivity } from '../../ecp/query-activity.ts';
import { hashIncoming } from '../../submission/spool/hash-incoming.ts';
import type { IncomingBytes } from '../../submission/submission-service.ts';
import type { Handlers } from './handlers.ts';

/** A file is only read here, never kept: the bound is against a stream without an end. */
const LARGEST_CHECKED = 8 * 1024 ** 3;

/** Activity Enquiry. */
export function activityHandlers(parts: ActivityParts): Handlers<keyof typeof activityCalls> {
  return {
    'activity/query': (filter) => queryActivity(parts, filter),
  };
}

/**
 * Answers `addFile` with purpose `check`: hashes the file without keeping it and compares it with what the exchange holds. Errors:
 * `file-name-unusable`, those of `hashIncoming`, those of the client.
 */
export async function checkFile(parts: ActivityParts, file: IncomingBytes): Promise<Result<CheckResult>> {
  const problem = checkFileName(file.fileName);
  if (problem) return err(appError('file-name-unusable', { details: { problem } }));
  const hashed = await hashIncoming(file, { maxBytes: LARGEST_CHECKED });
  return hashed.ok ? compareFile(parts, { fileName: file.fileName, ...hashed.value }) : hashed;
}
