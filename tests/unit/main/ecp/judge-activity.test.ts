import { expect, test } from 'vitest';
import { createActivityJudge } from '../../../../main/ecp/judge-activity.ts';
import { sampleActivity } from '../../../helpers/sample-activity.ts';

const row = sampleActivity();
const sent = { folderId: row.folderId, fileName: row.fileName, sha256: row.sha256, reference: row.reference };
const other = 'b'.repeat(64);

test.each([
  { what: 'these very bytes under this reference', sent: [sent], row, verdict: 'matched' },
  { what: 'these bytes, the answer was lost', sent: [{ ...sent, reference: null }], row, verdict: 'matched' },
  { what: 'other bytes under this reference', sent: [{ ...sent, sha256: other }], row, verdict: 'differs' },
  {
    what: 'other bytes, and it was replaced: the alarm goes first',
    sent: [{ ...sent, sha256: other }],
    row: sampleActivity({ status: 'replaced' }),
    verdict: 'differs',
  },
  { what: 'ours, replaced since', sent: [sent], row: sampleActivity({ status: 'replaced' }), verdict: 'replaced' },
  { what: 'nothing of the kind', sent: [], row, verdict: 'unknown' },
  {
    what: 'the same bytes into another folder',
    sent: [{ ...sent, reference: null, folderId: 'X' }],
    row,
    verdict: 'unknown',
  },
  {
    what: 'the same name with other bytes',
    sent: [{ ...sent, reference: 'R-9', sha256: other }],
    row,
    verdict: 'unknown',
  },
])('we sent $what: $verdict', ({ sent: files, row: listed, verdict }) => {
  expect(createActivityJudge(files)(listed)).toEqual({ ...listed, verdict });
});
