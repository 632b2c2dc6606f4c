import { z } from 'zod';
import { readEcpFileName } from '../../../shared/model/ecp-file-name.ts';
import { parseInputDate } from '../../../shared/model/input-date.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { type PracticeFolder, practiceFolders } from '../folders.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import type { UserRecord } from '../store/users.ts';
import type { Refusal } from './envelope.ts';

/** The query and headers of `submitFile` in `docs/wire/ecp.yaml`. */
const requestSchema = z.object({
  folderId: z.string().min(1).max(32),
  identity: z.string().min(1).max(100),
  participantCode: z.string().min(1).max(16),
  inputDate: z.string().refine((text) => parseInputDate(text) !== null),
  fileName: z
    .string()
    .min(1)
    .max(255)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
    .regex(/^[^/\\\u0000-\u001f\u007f]+$/),
  idempotencyKey: z
    .string()
    .regex(/^"[0-9a-f-]{36}"$/)
    .transform((text) => text.slice(1, -1)),
  contentDigest: z
    .string()
    .regex(/^sha-256=:[A-Za-z0-9+/]{43}=:$/)
    .transform((text) => Buffer.from(text.slice(9, -1), 'base64').toString('hex')),
  journalHead: z.string().regex(/^[0-9]+:[0-9a-f]{64}$/),
  contentType: z.literal('application/octet-stream'),
});
export type SubmitRequest = z.infer<typeof requestSchema> & { readonly fingerprint: string };

/** Reads a request; null when it is malformed. The first of a repeated member counts, as in HKEX's FINI API. */
export function readSubmitRequest({ req }: PracticeRequest): SubmitRequest | null {
  const parsed = requestSchema.safeParse({
    ...req.query(),
    idempotencyKey: req.header('idempotency-key'),
    contentDigest: req.header('content-digest'),
    journalHead: req.header('x-journal-head'),
    contentType: req.header('content-type'),
  });
  if (!parsed.success) return null;
  const { folderId, identity, participantCode, inputDate, fileName, contentDigest } = parsed.data;
  const content = [folderId, identity, participantCode, inputDate, fileName, contentDigest];
  return { ...parsed.data, fingerprint: fingerprint(JSON.stringify(content)) };
}

/** The folder of a request, or why this user may not put this file there. Sizes are judged while the bytes arrive. */
export function judgeSubmitRequest(user: UserRecord, wanted: SubmitRequest): PracticeFolder | Refusal {
  const folder = practiceFolders.find((each) => each.folderId === wanted.folderId);
  if (!folder || !user.functions.includes(folder.neededFunction))
    return refusal(403, 'P403', 'Function for this folder missing');
  if (!folder.identities.includes(wanted.identity)) return refusal(400, 'P400', 'No such identity in this folder');
  return judgeFile(user, folder, wanted);
}

/** The rules that hold by web and by SFTP alike: gives the folder, or why this user may not put this file there. */
export function judgeFile(
  user: UserRecord,
  folder: PracticeFolder,
  wanted: Pick<SubmitRequest, 'fileName' | 'participantCode' | 'inputDate'>,
): PracticeFolder | Refusal {
  if (!folder.migrated) return refusal(422, 'P427', 'This folder has not migrated; submit it on the old ECP');
  if (!user.participantCodes.includes(wanted.participantCode)) {
    return refusal(422, 'P421', 'Participant code not covered by this user');
  }
  const name = readEcpFileName(wanted.fileName);
  if (!name || !folder.prefixes.includes(name.prefix)) {
    return refusal(422, 'P423', 'File name does not belong to this folder');
  }
  if (name.participantCode !== wanted.participantCode) {
    return refusal(422, 'P421', 'Participant code and file name disagree');
  }
  if (name.inputDate !== wanted.inputDate) return refusal(422, '4505', 'Input Date and file name disagree');
  return folder;
}

function refusal(status: Refusal['status'], code: string, message: string): Refusal {
  return { status, code, message };
}
