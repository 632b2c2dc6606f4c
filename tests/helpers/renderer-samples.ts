import type { ActivityRow } from '../../shared/contract/activity.ts';
import type { LoggedIn, OtpStep, Realm, Sessions } from '../../shared/contract/session.ts';
import type { Draft, Submission } from '../../shared/contract/submission.ts';

export const sampleSha = 'a'.repeat(64);

export function loggedOutSessions(): Sessions {
  return {
    ccms: { kind: 'logged-out', realm: 'ccms', reason: 'never' },
    ecp: { kind: 'logged-out', realm: 'ecp', reason: 'never' },
    offsetMs: null,
  };
}

export function otpStep(realm: Realm): OtpStep {
  return {
    kind: 'otp',
    realm,
    userId: 'CHANTM',
    channel: 'email',
    channels: ['email'],
    maskedAddress: 'c••n@firm.example',
    sender: 'noreply@firm.example',
    subject: 'one-time password',
    length: 6,
    expiresAt: 600_000,
    resendAt: 30_000,
    attemptsLeft: 5,
  };
}

export function loggedIn(realm: Realm, idleEndsAt = 900_000): LoggedIn {
  return {
    kind: 'logged-in',
    realm,
    userId: 'CHANTM',
    displayName: 'CHAN TAI MAN',
    method: '2fa',
    idleEndsAt,
    absoluteEndsAt: 40_000_000,
    functions: [],
    reminders: [],
  };
}

export function sampleDraft(change: Partial<Draft> = {}): Draft {
  return {
    draftId: 'd1',
    fileName: 'SD_01234_20220512.csv',
    size: 10,
    sha256: sampleSha,
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2022-05-12',
    findings: [],
    addedAt: 1,
    ...change,
  };
}

export function sampleSubmission(change: Partial<Submission> = {}): Submission {
  return {
    submissionId: 's1',
    fileName: 'SD_01234_20220512.csv',
    size: 10,
    sha256: sampleSha,
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2022-05-12',
    channel: 'web',
    state: 'sending',
    submittedAt: 10,
    changedAt: 10,
    error: null,
    exchangeReference: null,
    exchangeSha256: null,
    replaced: false,
    ...change,
  };
}

export function sampleRow(change: Partial<ActivityRow> = {}): ActivityRow {
  return {
    reference: 'PX-1',
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2022-05-12',
    fileName: 'SD_01234_20220512.csv',
    size: 10,
    sha256: sampleSha,
    receivedAt: 10,
    channel: 'web',
    status: 'accepted',
    submittedBy: 'chan@firm.example',
    verdict: 'matched',
    ...change,
  };
}
