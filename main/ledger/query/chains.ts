import { downloadDomain, journalDomain } from '../journal-hash.ts';
import type { Chain } from './chain-reader.ts';

/** What became of drafts and submissions. */
export const journalChain: Chain = {
  table: 'journal',
  domain: journalDomain,
  factsDiffer: `
    (kind = 'drafted' AND NOT EXISTS (SELECT 1 FROM drafts WHERE draft_id = subject
      AND file_name = detail ->> 'fileName' AND size = detail ->> 'size' AND sha256 = detail ->> 'sha256'))
    OR (kind = 'checked' AND NOT EXISTS (SELECT 1 FROM submissions WHERE submission_id = subject
      AND folder_id = detail ->> 'folderId' AND identity = detail ->> 'identity'
      AND participant_code = detail ->> 'participantCode' AND input_date = detail ->> 'inputDate'
      AND idempotency_key = detail ->> 'idempotencyKey' AND replaces = detail ->> 'replaces'
      AND channel = coalesce(detail ->> 'channel', 'web')
      -- Somebody else may press Retry; the first press is the one that the facts name.
      AND (detail ->> 'attempt' > 1 OR user_id = detail ->> 'userId')))`,
  // One without its row: the journal's end was cut off below it.
  facts: [
    { table: 'drafts', id: 'draft_id', kind: 'drafted' },
    { table: 'submissions', id: 'submission_id', kind: 'checked' },
  ],
};

/** What was fetched. */
export const downloadChain: Chain = {
  table: 'download_journal',
  domain: downloadDomain,
  factsDiffer: `kind = 'found' AND NOT EXISTS (SELECT 1 FROM downloads WHERE download_id = subject
    AND folder_id = detail ->> 'folderId' AND remote_folder = detail ->> 'remoteFolder'
    AND file_name = detail ->> 'fileName' AND size = detail ->> 'size' AND modified_at = detail ->> 'modifiedAt')`,
  facts: [{ table: 'downloads', id: 'download_id', kind: 'found' }],
};
