import { createHash, randomUUID } from 'node:crypto';
import type { Ledger, WrittenReceipt } from '../../main/ledger/ledger.ts';

/** A draft as the ledger takes it. */
export function sampleDraft(draftId: string, content = draftId) {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { draftId, fileName: `SD_01234_${draftId}.csv`, size: 100, sha256, notCsvAtLine: null, addedAt: 1_000 };
}

export const sampleChoices = {
  folderId: 'SD1',
  identity: 'SEHK Participant',
  participantCode: '01234',
  inputDate: '2026-05-22',
};

/** The facts of a submission as the ledger takes them. */
export function sampleSubmission(submissionId: string) {
  return {
    submissionId,
    ...sampleChoices,
    idempotencyKey: randomUUID(),
    userId: 'chan@firm.example',
    replaces: false,
    channel: 'web' as const,
    submittedAt: 2_000,
  };
}

export function sampleReceipt(submissionId: string, journalHead: string): WrittenReceipt {
  const { sha256, size } = sampleDraft(submissionId);
  return { reference: `R-${submissionId}`, size, sha256, receivedAt: 3_000, replacedSha256: null, journalHead };
}

/** Writes a whole life, from `drafted` to `confirmed`: five rows. Gives the head that travelled with it. */
export function writeConfirmed(ledger: Ledger, submissionId: string): string {
  ledger.addDraft(sampleDraft(submissionId), sampleChoices);
  ledger.addSubmission(sampleSubmission(submissionId));
  ledger.appendJournal(submissionId, 'sending', {});
  const head = ledger.head();
  ledger.appendJournal(submissionId, 'sent', sampleReceipt(submissionId, head));
  ledger.appendJournal(submissionId, 'confirmed', sampleReceipt(submissionId, head));
  return head;
}
