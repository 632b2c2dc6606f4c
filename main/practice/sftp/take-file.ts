import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync } from 'node:fs';
import { readEcpFileName } from '../../../shared/model/ecp-file-name.ts';
import { hongKongDay } from '../../../shared/model/input-date.ts';
import { fingerprint } from '../core/fingerprint.ts';
import type { EcpContext } from '../ecp/ecp-context.ts';
import { enterSubmission, findSubmission } from '../ecp/submission-store.ts';
import { judgeFile } from '../ecp/submit-request.ts';
import { practiceFolders } from '../folders.ts';
import { inTransaction } from '../store/open-database.ts';
import type { UserRecord } from '../store/users.ts';

/** A journal has no place in SFTP. */
const NO_JOURNAL = `0:${'0'.repeat(64)}`;
const SUBMISSION_ID = /^\.([0-9a-f-]{36})\./;

export interface Arrival {
  readonly user: UserRecord;
  readonly folderId: string;
  /** Where the bytes lie, and the name that they had until now. */
  readonly from: { readonly path: string; readonly name: string };
  readonly to: { readonly path: string; readonly name: string };
}

/**
 * Turns a file that got its final name into a submission: row, kept bytes and the final name in one step. The name's date is the
 * Input Date, for SFTP has no field for one. Gives why it was refused, `<code> <message>`, or null when it was taken. A practice
 * value: the real exchange may take every name and report later.
 */
export function takeFile(ecp: EcpContext, { user, folderId, from, to }: Arrival): string | null {
  const { database, clock, random } = ecp.context;
  const folder = practiceFolders.find((each) => each.folderId === folderId);
  const name = readEcpFileName(to.name);
  if (!folder || !name) return 'P423 File name does not belong to this folder';
  const { participantCode, inputDate } = name;
  const judged = judgeFile(user, folder, { fileName: to.name, participantCode, inputDate });
  if ('status' in judged) return `${judged.code} ${judged.message}`;
  const content = readFileSync(from.path);
  if (content.length > judged.maxBytes) return `P413 Over the folder's limit of ${judged.maxBytes} bytes`;
  if (content.length === 0) return 'P400 The file is empty';
  const sha256 = createHash('sha256').update(content).digest('hex');
  const print = fingerprint(JSON.stringify(['sftp', folderId, to.name, sha256]));
  const wantedKey = SUBMISSION_ID.exec(from.name)?.[1] ?? randomUUID();
  const earlier = findSubmission(database, { firm: user.firm, idempotencyKey: wantedKey });
  const idempotencyKey = earlier && earlier.fingerprint !== print ? randomUUID() : wantedKey;
  const receivedAt = clock.now();
  const reference = `PX-${hongKongDay(receivedAt).replaceAll('-', '')}-${random.bytes(6).toString('hex').toUpperCase()}`;
  const taken = inTransaction(database, () => {
    if (earlier?.fingerprint === print) {
      renameSync(from.path, to.path);
      return null;
    }
    const record = enterSubmission(database, {
      firm: user.firm,
      idempotencyKey,
      fingerprint: print,
      reference,
      folderId,
      identity: folder.identities[0] ?? '',
      participantCode,
      inputDate,
      fileName: to.name,
      size: content.length,
      sha256,
      receivedAt,
      journalHead: NO_JOURNAL,
      submittedBy: user.userId,
      channel: 'sftp',
    });
    const kept = ecp.files.temporaryPath(reference);
    linkSync(from.path, kept);
    ecp.files.keep(kept, reference);
    renameSync(from.path, to.path);
    return record;
  });
  if (taken) ecp.responder.respond(taken);
  return null;
}
