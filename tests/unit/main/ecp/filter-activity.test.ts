import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterActivity } from '../../../../main/ecp/filter-activity.ts';
import { type ActivityRow, activityCalls, activitySortFields } from '../../../../shared/contract/activity.ts';
import { sampleActivity } from '../../../helpers/sample-activity.ts';

const filter = (changes: object = {}) => activityCalls['activity/query'].input.parse(changes);
const row = (changes: Partial<ActivityRow> = {}): ActivityRow => ({
  ...sampleActivity(changes),
  verdict: changes.verdict ?? 'matched',
});
const rows = [
  row({ reference: 'A', receivedAt: 3, inputDate: '2026-05-20', size: 5, fileName: 'b.csv' }),
  row({ reference: 'B', receivedAt: 2, inputDate: '2026-05-21', size: 50, fileName: 'a.csv', verdict: 'unknown' }),
  row({ reference: 'C', receivedAt: 1, inputDate: '2026-05-22', size: 5, fileName: 'c.csv', submittedBy: 'Wong@x' }),
];
const references = (changes: object) => filterActivity(rows, filter(changes)).map((each) => each.reference);

describe('filtering', () => {
  test.each([
    { given: {}, expected: ['A', 'B', 'C'] },
    { given: { text: ' A.CSV ' }, expected: ['B'] },
    { given: { text: 'wong' }, expected: ['C'] },
    { given: { text: '2026-05-2' }, expected: ['A', 'B', 'C'] },
    { given: { text: '.*' }, expected: [] },
    { given: { verdict: 'unknown' }, expected: ['B'] },
    { given: { from: '2026-05-21' }, expected: ['B', 'C'] },
    { given: { to: '2026-05-21' }, expected: ['A', 'B'] },
    { given: { from: '2026-05-21', to: '2026-05-21' }, expected: ['B'] },
  ])('$given', ({ given, expected }) => {
    expect(references(given)).toEqual(expected);
  });
});

describe('sorting', () => {
  test.each([
    { given: { sort: 'fileName', descending: false }, expected: ['B', 'A', 'C'] },
    { given: { sort: 'size', descending: false }, expected: ['A', 'C', 'B'] },
    { given: { sort: 'size', descending: true }, expected: ['B', 'A', 'C'] },
    { given: { sort: 'receivedAt', descending: false }, expected: ['C', 'B', 'A'] },
  ])('$given', ({ given, expected }) => {
    expect(references(given)).toEqual(expected);
  });

  test('by every field and in both directions nothing is lost, and the list given stays as it was', () => {
    const any = fc.array(fc.record({ receivedAt: fc.nat(5), size: fc.nat(3), fileName: fc.constantFrom('a', 'b') }));
    fc.assert(
      fc.property(any, fc.constantFrom(...activitySortFields), fc.boolean(), (changes, sort, descending) => {
        const given = changes.map((each) => row(each));
        const before = [...given];
        const sorted = filterActivity(given, filter({ sort, descending }));
        expect(given).toEqual(before);
        expect(new Set(sorted)).toEqual(new Set(given));
        for (const [index, each] of sorted.slice(1).entries()) {
          const [a, b] = descending ? [each, sorted[index]] : [sorted[index], each];
          if (a && b) expect(a[sort] <= b[sort]).toBe(true);
        }
      }),
    );
  });
});
