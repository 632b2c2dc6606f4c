import { expect, test } from 'vitest';
import { compareFile } from '../../../../main/ecp/compare-file.ts';
import type { ExchangeActivity } from '../../../../main/ecp/ecp-client.ts';
import { queryActivity } from '../../../../main/ecp/query-activity.ts';
import { activityCalls } from '../../../../shared/contract/activity.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { createMemoryExchange } from '../../../helpers/memory-exchange.ts';
import { sampleActivity } from '../../../helpers/sample-activity.ts';

const file = { fileName: 'a.csv', size: 3, sha256: 'a'.repeat(64) };
const other = 'b'.repeat(64);
const clock = { now: () => 77, monotonic: () => 77 };

function partsOver(rows: readonly ExchangeActivity[]) {
  const { client } = createMemoryExchange();
  return { client: { ...client, activities: async () => ok(rows) }, ledger: { sentFiles: () => [] }, clock };
}
const named = (changes: Partial<ExchangeActivity>) =>
  sampleActivity({ fileName: 'a.csv', sha256: file.sha256, ...changes });

test.each([
  { what: 'held under its name', rows: [named({})], outcome: 'matched', reference: 'R-1' },
  { what: 'held under another name', rows: [named({ fileName: 'z.csv' })], outcome: 'matched', reference: 'R-1' },
  { what: 'held with other content', rows: [named({ sha256: other })], outcome: 'differs', reference: 'R-1' },
  {
    what: 'held with other content, although the same lies under another name',
    rows: [named({ fileName: 'z.csv', reference: 'Z' }), named({ sha256: other, reference: 'N' })],
    outcome: 'differs',
    reference: 'N',
  },
  {
    what: 'the version that was replaced',
    rows: [named({ sha256: other, reference: 'new' }), named({ status: 'replaced', reference: 'old' })],
    outcome: 'differs',
    reference: 'new',
  },
  { what: 'unknown', rows: [named({ fileName: 'z.csv', sha256: other })], outcome: 'not-found', reference: undefined },
])('a file that is $what: $outcome', async ({ rows, outcome, reference }) => {
  const result = await compareFile(partsOver(rows), file);
  expect(result).toMatchObject({ ok: true, value: { ...file, outcome } });
  expect(result.ok && result.value.row?.reference).toBe(reference);
});

test('what the exchange cannot say is an error and no outcome', async () => {
  const failing = {
    ...partsOver([]),
    client: { ...partsOver([]).client, activities: async () => err(appError('unreachable')) },
  };
  expect(await compareFile(failing, file)).toMatchObject({ error: { code: 'unreachable' } });
});

test('a page has at most 2,000 rows and says how many there are', async () => {
  const rows = Array.from({ length: 2500 }, (_, index) =>
    sampleActivity({ reference: `R-${index}`, receivedAt: index }),
  );
  const page = await queryActivity(partsOver(rows), activityCalls['activity/query'].input.parse({}));
  expect(page.ok && [page.value.rows.length, page.value.total, page.value.fetchedAt]).toEqual([2000, 2500, 77]);
  expect(page.ok && page.value.rows[0]?.reference).toBe('R-2499');
});
