import { hongKongDay } from '../../../shared/model/input-date.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import { drainBody } from '../net/read-body.ts';
import { inTransaction } from '../store/open-database.ts';
import type { UserRecord } from '../store/users.ts';
import type { EcpContext } from './ecp-context.ts';
import { type Refusal, refuse, success } from './envelope.ts';
import { receiptOf } from './receipt.ts';
import { receiveFile } from './receive-file.ts';
import { findRefusal, keepRefusal } from './refusal-store.ts';
import { enterSubmission, findSubmission, type SubmissionKey, type SubmissionRecord } from './submission-store.ts';
import { judgeSubmitRequest, readSubmitRequest, type SubmitRequest } from './submit-request.ts';

const MAX_DRAIN = 256 * 1024 * 1024;

/**
 * Takes one file (docs/wire/ecp.yaml `submitFile`). One key means one submission: sent again it gets the first answer
 * again, with other content P422, while the first is still arriving P409.
 */
export async function submitFile(ecp: EcpContext, request: PracticeRequest, user: UserRecord): Promise<Response> {
  const wanted = readSubmitRequest(request);
  if (!wanted) return refuseUnread(ecp, request, { status: 400, code: 'P400', message: 'Request malformed' });
  const key = { firm: user.firm, idempotencyKey: wanted.idempotencyKey };
  const inProgress = JSON.stringify(key);
  if (ecp.inProgress.has(inProgress)) {
    return refuseUnread(ecp, request, {
      status: 409,
      code: 'P409',
      message: 'Another request with this key is under way',
    });
  }
  const earlier = await answerEarlier(ecp, request, { key, wanted });
  if (earlier) return earlier;
  ecp.inProgress.add(inProgress);
  try {
    return await receive(ecp, request, { key, wanted, user });
  } finally {
    ecp.inProgress.delete(inProgress);
  }
}

interface Submitting {
  readonly key: SubmissionKey;
  readonly wanted: SubmitRequest;
}

/** The answer that this key got before, if it did. */
async function answerEarlier(
  ecp: EcpContext,
  request: PracticeRequest,
  { key, wanted }: Submitting,
): Promise<Response | null> {
  const { database } = ecp.context;
  const taken = findSubmission(database, key);
  const refused = taken ? null : findRefusal(database, key);
  const before = taken ?? refused;
  if (!before) return null;
  await drainBody(request, MAX_DRAIN);
  if (before.fingerprint !== wanted.fingerprint) {
    const message = 'This key was used before with other content';
    return refuse(ecp.context, request, { status: 422, code: 'P422', message });
  }
  if (taken) return success(ecp.context, request, { status: 200, data: [receiptOf(taken)] });
  return refused && refuse(ecp.context, request, refused);
}

async function receive(
  ecp: EcpContext,
  request: PracticeRequest,
  { key, wanted, user }: Submitting & { user: UserRecord },
): Promise<Response> {
  const { context } = ecp;
  const judged = judgeSubmitRequest(user, wanted);
  if ('status' in judged) {
    if (judged.status === 422) remember(ecp, { key, wanted }, judged);
    return refuseUnread(ecp, request, judged);
  }
  const path = ecp.files.temporaryPath(context.random.bytes(16).toString('hex'));
  const file = await receiveFile(request, path, judged.maxBytes);
  if (file.kind === 'too-large') {
    const refusal = {
      status: 413,
      code: 'P413',
      message: `Over the folder's limit of ${judged.maxBytes} bytes`,
    } as const;
    remember(ecp, { key, wanted }, refusal);
    return refuse(context, request, refusal);
  }
  if (file.sha256 !== wanted.contentDigest) {
    ecp.files.discard(path);
    return refuse(context, request, { status: 400, code: 'P424', message: 'Content differs from Content-Digest' });
  }
  if (file.size === 0) {
    ecp.files.discard(path);
    return refuse(context, request, { status: 400, code: 'P400', message: 'The file is empty' });
  }
  const record = commit(ecp, path, { key, wanted, user, size: file.size });
  return success(context, request, { status: 201, data: [receiptOf(record)] });
}

/** Row and place of the file in one step: when the transaction is durable, so is the file under its reference. */
function commit(
  ecp: EcpContext,
  path: string,
  { key, wanted, user, size }: Submitting & { user: UserRecord; size: number },
): SubmissionRecord {
  const { database, clock, random } = ecp.context;
  const receivedAt = clock.now();
  const reference = `PX-${hongKongDay(receivedAt).replaceAll('-', '')}-${random.bytes(6).toString('hex').toUpperCase()}`;
  const taken = inTransaction(database, () => {
    const record = enterSubmission(database, {
      ...key,
      fingerprint: wanted.fingerprint,
      reference,
      folderId: wanted.folderId,
      identity: wanted.identity,
      participantCode: wanted.participantCode,
      inputDate: wanted.inputDate,
      fileName: wanted.fileName,
      size,
      sha256: wanted.contentDigest,
      receivedAt,
      journalHead: wanted.journalHead,
      submittedBy: user.userId,
      channel: 'web',
    });
    ecp.files.keep(path, reference);
    return record;
  });
  ecp.responder.respond(taken);
  return taken;
}

function remember(ecp: EcpContext, { key, wanted }: Submitting, refusal: Refusal): void {
  const { database, clock } = ecp.context;
  keepRefusal(database, key, { ...refusal, fingerprint: wanted.fingerprint, at: clock.now() });
}

/** Refuses without looking at the bytes, which are still read: a client that is sending would otherwise see a cut. */
async function refuseUnread(ecp: EcpContext, request: PracticeRequest, refusal: Refusal): Promise<Response> {
  await drainBody(request, MAX_DRAIN);
  return refuse(ecp.context, request, refusal);
}
