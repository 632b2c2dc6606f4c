import { describe, expect, it } from 'vitest';
import { journalDetail } from '../../../../renderer/ecp/journal-detail.ts';

describe('journalDetail', () => {
  it('gives the members of a JSON object', () => {
    expect(journalDetail('{"size":2404,"reference":"PX-1","replaces":true}')).toEqual([
      ['size', '2404'],
      ['reference', 'PX-1'],
      ['replaces', 'true'],
    ]);
  });

  it.each(['not json', '[1]', 'null'])('gives anything else as it is: %s', (detail) => {
    expect(journalDetail(detail)).toEqual([['', detail]]);
  });
});
