import { hongKongTimestamp } from '../core/hong-kong-time.ts';
import type { PracticeRequest } from '../net/practice-env.ts';
import type { UserRecord } from '../store/users.ts';
import type { EcpContext } from './ecp-context.ts';
import { refuse, success } from './envelope.ts';
import { receiptOf } from './receipt.ts';
import { findRefusal } from './refusal-store.ts';
import { findSubmission } from './submission-store.ts';

/** What became of a key: received, being received, refused, or never heard of (docs/wire/ecp.yaml `askSubmission`). */
export function askSubmission(ecp: EcpContext, request: PracticeRequest, user: UserRecord): Response {
  const { context } = ecp;
  const key = { firm: user.firm, idempotencyKey: request.req.param('idempotencyKey') ?? '' };
  if (ecp.inProgress.has(JSON.stringify(key))) {
    request.header('Cache-Control', 'no-store');
    const timestamp = hongKongTimestamp(context.clock.now());
    return request.json({ code: 'P202', message: 'Being received at this moment; ask again', timestamp }, 202);
  }
  const taken = findSubmission(context.database, key);
  if (taken) return success(context, request, { status: 200, data: [receiptOf(taken)] });
  const refused = findRefusal(context.database, key);
  if (refused) return refuse(context, request, { ...refused, status: 422 });
  return refuse(context, request, { status: 404, code: 'P404', message: 'This key is not known' });
}
