import { describe, expect, it } from 'vitest';
import { applyAnswer, applyProgress, applySubmission } from '../../../../renderer/ecp/apply-submission.ts';
import { createSubmissionFeature } from '../../../../renderer/ecp/submission-feature.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { sampleSubmission } from '../../../helpers/renderer-samples.ts';

describe('applySubmission', () => {
  it('does not let an answer that was overtaken take an outcome back', () => {
    const feature = createSubmissionFeature(createFakeClient({}));
    applySubmission(feature, sampleSubmission({ state: 'confirmed', changedAt: 30 }));
    applyAnswer(feature, sampleSubmission({ state: 'sending', changedAt: 20 }));
    expect(feature.store.getState().submissions).toMatchObject([{ state: 'confirmed' }]);
    applyAnswer(feature, sampleSubmission({ submissionId: 's2', state: 'checked', changedAt: 20 }));
    expect(feature.store.getState().submissions).toHaveLength(2);
  });

  it('follows the events when the clock of this PC was set back while a file was sent', () => {
    const feature = createSubmissionFeature(createFakeClient({}));
    applySubmission(feature, sampleSubmission({ state: 'sending', changedAt: 3_600_000 }));
    applySubmission(feature, sampleSubmission({ state: 'confirmed', changedAt: 1_000 }));
    expect(feature.store.getState().submissions).toMatchObject([{ state: 'confirmed' }]);
  });

  it('forgets the progress once it is no longer sending', () => {
    const feature = createSubmissionFeature(createFakeClient({}));
    applySubmission(feature, sampleSubmission());
    applyProgress(feature, { submissionId: 's1', sentBytes: 5, totalBytes: 10, bytesPerSecond: 1 });
    applySubmission(feature, sampleSubmission({ changedAt: 15 }));
    expect(feature.store.getState().progress.s1?.sentBytes).toBe(5);
    applySubmission(feature, sampleSubmission({ state: 'sent', changedAt: 20 }));
    expect(feature.store.getState().progress).toEqual({});
  });

  it('puts a new submission on top', () => {
    const feature = createSubmissionFeature(createFakeClient({}));
    applySubmission(feature, sampleSubmission());
    applySubmission(feature, sampleSubmission({ submissionId: 's2' }));
    expect(feature.store.getState().submissions.map(({ submissionId }) => submissionId)).toEqual(['s2', 's1']);
  });
});
