import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { SubmissionRecord } from './submission-store.ts';

/** The receipt as it was first given: `accepted`, whatever has replaced the file since. */
export function receiptOf(file: SubmissionRecord): Readonly<Record<string, unknown>> {
  return {
    reference: file.reference,
    fileName: file.fileName,
    size: file.size,
    sha256: file.sha256,
    receivedAt: hongKongTimestamp(file.receivedAt),
    status: 'accepted',
    replacedSha256: file.replacedSha256,
    journalHead: file.journalHead,
  };
}
