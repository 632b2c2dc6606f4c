import type { ExchangeActivity } from '../../main/ecp/ecp-client.ts';

/** A row of Activity Enquiry; every member may be replaced. */
export function sampleActivity(changes: Partial<ExchangeActivity> = {}): ExchangeActivity {
  return {
    reference: 'R-1',
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2026-05-22',
    fileName: 'SD_01234_20260522.csv',
    size: 10,
    sha256: 'a'.repeat(64),
    receivedAt: 1_000,
    channel: 'web',
    status: 'accepted',
    submittedBy: 'chan@firm.example',
    ...changes,
  };
}
