import type { ActivityPage } from '../../shared/contract/activity.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EcpClient } from './ecp-client.ts';
import { type ActivityFilter, filterActivity } from './filter-activity.ts';
import { createActivityJudge } from './judge-activity.ts';

/** What Activity Enquiry needs. */
export interface ActivityParts {
  readonly client: EcpClient;
  readonly ledger: Pick<Ledger, 'sentFiles'>;
  readonly clock: Clock;
}

const MOST_ANSWERED = 2000;

/** Asks the exchange what it has and sets it beside what we sent. Errors: those of the client. */
export async function queryActivity(parts: ActivityParts, filter: ActivityFilter): Promise<Result<ActivityPage>> {
  const fetched = await parts.client.activities();
  if (!fetched.ok) return fetched;
  const rows = filterActivity(fetched.value.map(createActivityJudge(parts.ledger.sentFiles())), filter);
  return ok({ rows: rows.slice(0, MOST_ANSWERED), total: rows.length, fetchedAt: parts.clock.now() });
}
