import type { Download } from '../../shared/contract/download.ts';
import type { DownloadRecord } from '../ledger/ledger.ts';
import type { DownloadContext } from './context.ts';

/** What the newest row says beyond the facts. */
type Outcome = Pick<Download, 'state' | 'sha256' | 'proof' | 'localName' | 'error'> & { submissionId: string | null };

const nothing: Outcome = {
  state: 'new',
  sha256: null,
  proof: null,
  localName: null,
  error: null,
  submissionId: null,
};

function outcomeOf({ newest }: DownloadRecord): Outcome {
  switch (newest.kind) {
    case 'delivered':
      return { ...nothing, state: 'delivered', ...newest.detail };
    case 'same':
      return { ...nothing, state: 'same', sha256: newest.detail.sha256 };
    case 'kept-aside':
      return { ...nothing, state: 'checksum-differs', ...newest.detail };
    case 'failed':
      return { ...nothing, state: 'failed', error: newest.detail.error };
    default:
      // `received` was cut off before its end; the next fetch finishes it.
      return nothing;
  }
}

/** A download as the page shows it: its newest row, unless it is under way. */
export function describeDownload(context: Pick<DownloadContext, 'ledger' | 'live'>, record: DownloadRecord): Download {
  const { facts, newest } = record;
  const { downloadId, folderId, fileName, size, modifiedAt, foundAt } = facts;
  const live = context.live.get(downloadId);
  const { submissionId, ...outcome } = outcomeOf(record);
  const submission = submissionId === null ? null : context.ledger.submission(submissionId);
  return {
    downloadId,
    folderId,
    fileName,
    size,
    modifiedAt,
    foundAt,
    changedAt: newest.at,
    ...outcome,
    ...(live && { state: live.state, error: null }),
    submission: submission && { submissionId: submission.facts.submissionId, fileName: submission.facts.fileName },
  };
}
