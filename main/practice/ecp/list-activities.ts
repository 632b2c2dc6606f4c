import { z } from 'zod';
import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import type { UserRecord } from '../store/users.ts';
import type { EcpContext } from './ecp-context.ts';
import { refuse, success } from './envelope.ts';
import { listSubmissions } from './submission-store.ts';

const querySchema = z.object({
  /** The number of the oldest row of the page before; rows only ever get higher numbers, so a page never shifts. */
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .default(Number.MAX_SAFE_INTEGER),
  size: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number)
    .pipe(z.number().max(1000))
    .default(100),
});

/** Activity Enquiry: what this firm submitted for the participants of this user, newest first, page by page. */
export function listActivities(ecp: EcpContext, request: PracticeRequest, user: UserRecord): Response {
  const { context } = ecp;
  const query = querySchema.safeParse(request.req.query());
  if (!query.success)
    return refuse(context, request, { status: 400, code: 'P400', message: 'Cursor or size malformed' });
  const { cursor, size } = query.data;
  const rows = listSubmissions(context.database, {
    firm: user.firm,
    participantCodes: user.participantCodes,
    before: cursor,
    limit: size + 1,
  });
  const page = rows.slice(0, size);
  const nextCursor = rows.length > size ? String(page.at(-1)?.id) : '0';
  const data = page.map((file) => ({
    reference: file.reference,
    folderId: file.folderId,
    identity: file.identity,
    participantCode: file.participantCode,
    inputDate: file.inputDate,
    fileName: file.fileName,
    size: file.size,
    sha256: file.sha256,
    receivedAt: hongKongTimestamp(file.receivedAt),
    channel: file.channel,
    status: file.status,
    submittedBy: file.submittedBy,
  }));
  return success(context, request, { status: 200, data, nextCursor });
}
