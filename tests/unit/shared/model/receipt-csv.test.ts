import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { receiptCsv } from '../../../../shared/model/receipt-csv.ts';
import { sampleSha, sampleSubmission } from '../../../helpers/renderer-samples.ts';

function table(fileName: string): string[][] {
  const text = receiptCsv({
    submission: sampleSubmission({ fileName, participantCode: '01234' }),
    rows: [{ seq: 1, at: 0, kind: 'drafted', detail: '{"a":"b, \\"c\\""}', hash: sampleSha }],
    results: [{ fileName: `${fileName}.response.csv`, localName: 'r.csv', sha256: sampleSha, fetchedAt: 1000 }],
    chainIntact: true,
  });
  expect(text.startsWith('\uFEFF')).toBe(true);
  return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true });
}

describe('receiptCsv', () => {
  it('is read back as it was, leading zeros and quotes included', () => {
    const rows = table('SD_01234_20220512.csv');
    expect(rows).toContainEqual(['participantCode', '01234']);
    expect(rows).toContainEqual(['SD_01234_20220512.csv.response.csv', 'r.csv', sampleSha, '1970-01-01T00:00:01.000Z']);
    expect(rows.at(-1)).toEqual(['1', '1970-01-01T00:00:00.000Z', 'drafted', '{"a":"b, \\"c\\""}', sampleSha]);
  });

  it.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1'])('makes text of what Excel would run: %j', (fileName) => {
    expect(table(fileName)).toContainEqual(['fileName', `'${fileName}`]);
  });
});
