import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { ExchangeActivity } from './ecp-client.ts';
import { readAnswer, readRows } from './read-answer.ts';
import type { EcpRequests } from './requests.ts';
import { wireActivitySchema } from './wire-schemas.ts';

const PAGE_SIZE = 1000;
const MOST_ROWS = 20_000;
const LAST = '0';

/**
 * Reads Activity Enquiry page by page, newest first, at most 20,000 rows (operation `listActivities`). A cursor that comes back twice
 * would go round for ever and is `answer-invalid`, as is a page without one.
 */
export async function listActivities(requests: EcpRequests): Promise<Result<readonly ExchangeActivity[]>> {
  const rows: ExchangeActivity[] = [];
  const seen = new Set<string>();
  let cursor: string | null = null;
  while (rows.length < MOST_ROWS) {
    const query = { size: String(PAGE_SIZE), ...(cursor === null ? {} : { cursor }) };
    const response = await requests.get('/api/activities/v1', query);
    if (!response.ok) return response;
    const envelope = readAnswer(response.value);
    if (!envelope.ok) return envelope;
    const page = readRows(envelope.value, wireActivitySchema);
    if (!page.ok) return page;
    rows.push(...page.value);
    const next = envelope.value.nextCursor;
    if (next === LAST) break;
    if (next === undefined || seen.has(next) || page.value.length === 0) {
      return err(appError('answer-invalid', { retry: 'now', details: { status: response.value.status } }));
    }
    seen.add(next);
    cursor = next;
  }
  return ok(rows.slice(0, MOST_ROWS));
}
