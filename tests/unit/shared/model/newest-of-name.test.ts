import { describe, expect, it } from 'vitest';
import { submissionStates } from '../../../../shared/contract/submission.ts';
import { isOpen, newestOfName, newestThatCounts } from '../../../../shared/model/newest-of-name.ts';
import { sampleSubmission } from '../../../helpers/renderer-samples.ts';

const name = { folderId: 'SD1', fileName: 'SD_01234_20260522.csv' };

describe('newestOfName', () => {
  it('is the first that is open or confirmed, of this folder and name', () => {
    const of = (submissionId: string, change: Parameters<typeof sampleSubmission>[0]) =>
      sampleSubmission({ ...name, submissionId, ...change });
    const all = [
      of('other folder', { folderId: 'SD2', state: 'confirmed' }),
      of('other name', { fileName: 'x.csv', state: 'confirmed' }),
      of('failed', { state: 'failed' }),
      of('refused', { state: 'refused' }),
      of('in doubt', { state: 'in-doubt' }),
      of('confirmed', { state: 'confirmed' }),
    ];
    expect(newestOfName(all, name)?.submissionId).toBe('in doubt');
    expect(newestOfName(all.toSpliced(4, 1), name)?.submissionId).toBe('confirmed');
    expect(newestOfName(all, { ...name, folderId: null })).toBeNull();
  });

  it('knows which states are open', () => {
    expect(submissionStates.filter((state) => isOpen({ state }))).toEqual(['checked', 'sending', 'sent', 'in-doubt']);
  });
});

describe('newestThatCounts', () => {
  it('is the newest that may have changed what the exchange holds', () => {
    const { fileName } = name;
    const confirmed = sampleSubmission({ ...name, state: 'confirmed', exchangeSha256: 'a'.repeat(64) });
    const one = (state: (typeof submissionStates)[number]) =>
      sampleSubmission({ ...name, state, exchangeSha256: null });
    expect(newestThatCounts([], fileName)).toBeNull();
    expect(newestThatCounts([one('failed'), one('refused'), confirmed], fileName)).toBe(confirmed);
    expect(newestThatCounts([{ ...one('in-doubt'), fileName: 'x.csv' }, confirmed], fileName)).toBe(confirmed);
    expect(newestThatCounts([one('in-doubt'), confirmed], fileName)).toMatchObject({ state: 'in-doubt' });
    // It arrived, and its checksum was another one.
    const damaged = { ...one('failed'), exchangeSha256: 'b'.repeat(64) };
    expect(newestThatCounts([damaged, confirmed], fileName)).toBe(damaged);
  });
});
