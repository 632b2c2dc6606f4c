import { describe, expect, it } from 'vitest';
import { applyDraft } from '../../../../renderer/ecp/apply-submission.ts';
import { addFiles, changeDraft, removeDraft, submitDraft } from '../../../../renderer/ecp/draft-actions.ts';
import { createSubmissionFeature } from '../../../../renderer/ecp/submission-feature.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import type { Draft, Finding, Submission } from '../../../../shared/contract/submission.ts';
import { err, ok, type Result } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { heldAnswer } from '../../../helpers/held-answer.ts';
import { sampleDraft, sampleSubmission } from '../../../helpers/renderer-samples.ts';

const plain = { replace: false, despiteRefusal: false };
const held: Finding = { check: 'held', level: 'warning', reason: 'already-held-other' };

describe('draft actions', () => {
  it('submit only after what was typed has arrived', async () => {
    const update = heldAnswer<Result<Draft>>();
    const client = createFakeClient({
      'draft/update': () => update.promise,
      'submission/submit': () => ok(sampleSubmission()),
    });
    const feature = createSubmissionFeature(client);
    applyDraft(feature, sampleDraft());
    const typed = changeDraft(feature, 'd1', { inputDate: '2022-05-13' });
    const submitted = submitDraft(feature, 'd1', plain);
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.called).toEqual(['draft/update']);
    update.answer(ok(sampleDraft({ inputDate: '2022-05-13' })));
    await Promise.all([typed, submitted]);
    expect(client.called).toEqual(['draft/update', 'submission/submit']);
    expect(feature.store.getState().drafts).toEqual([]);
    expect(feature.store.getState().submissions).toHaveLength(1);
  });

  it('do not submit when what was typed was refused', async () => {
    const client = createFakeClient({ 'draft/update': () => err(appError('invalid-input')) });
    const feature = createSubmissionFeature(client);
    applyDraft(feature, sampleDraft());
    void changeDraft(feature, 'd1', { inputDate: '2022-02-31' });
    await submitDraft(feature, 'd1', plain);
    expect(client.called).toEqual(['draft/update']);
    expect(feature.store.getState().work.d1).toMatchObject({ sending: false, error: { code: 'invalid-input' } });
  });

  it('send the changes of one draft one after the other', async () => {
    const first = heldAnswer<Result<Draft>>();
    const order: string[] = [];
    const client = createFakeClient({
      'draft/update': async ({ inputDate }) => {
        order.push(inputDate ?? '');
        return inputDate === '2022-05-01' ? first.promise : ok(sampleDraft({ inputDate: inputDate ?? null }));
      },
    });
    const feature = createSubmissionFeature(client);
    const both = [
      changeDraft(feature, 'd1', { inputDate: '2022-05-01' }),
      changeDraft(feature, 'd1', { inputDate: '2022-05-02' }),
    ];
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(['2022-05-01']);
    first.answer(ok(sampleDraft({ inputDate: '2022-05-01' })));
    await Promise.all(both);
    expect(feature.store.getState().drafts[0]?.inputDate).toBe('2022-05-02');
    expect(feature.pending.size).toBe(0);
  });

  it('ask before a file that the exchange holds is replaced', async () => {
    const client = createFakeClient({ 'submission/submit': () => ok(sampleSubmission({ replaced: true })) });
    const feature = createSubmissionFeature(client);
    applyDraft(feature, sampleDraft({ findings: [held] }));
    await submitDraft(feature, 'd1', plain);
    expect(client.called).toEqual([]);
    expect(feature.store.getState().work.d1?.asksReplace).toBe(true);
    await submitDraft(feature, 'd1', { ...plain, replace: true });
    expect(client.called).toEqual(['submission/submit']);
  });

  it('ask as well when only the exchange knew of the file', async () => {
    const client = createFakeClient({ 'submission/submit': () => err(appError('replace-unconfirmed')) });
    const feature = createSubmissionFeature(client);
    applyDraft(feature, sampleDraft());
    await submitDraft(feature, 'd1', plain);
    expect(feature.store.getState().work.d1).toEqual({ sending: false, asksReplace: true, error: null });
  });

  it('submit once when Submit is pressed twice', async () => {
    const answer = heldAnswer<Result<Submission>>();
    const client = createFakeClient({ 'submission/submit': () => answer.promise });
    const feature = createSubmissionFeature(client);
    applyDraft(feature, sampleDraft());
    const presses = [submitDraft(feature, 'd1', plain), submitDraft(feature, 'd1', plain)];
    answer.answer(ok(sampleSubmission()));
    await Promise.all(presses);
    expect(client.called).toEqual(['submission/submit']);
  });

  it('make a list of several files, show the first, and keep the error of one that failed', async () => {
    const client = createFakeClient({}, async (file) =>
      file.name === 'bad.csv'
        ? err(appError('file-empty'))
        : ok(sampleDraft({ draftId: file.name, fileName: file.name })),
    );
    const feature = createSubmissionFeature(client);
    await addFiles(feature, [new File([''], 'bad.csv'), new File(['a'], 'one.csv'), new File(['b'], 'two.csv')]);
    const state = feature.store.getState();
    expect(state.drafts.map(({ draftId }) => draftId)).toEqual(['one.csv', 'two.csv']);
    expect(state.selectedId).toBe('one.csv');
    expect(state.intakes).toMatchObject([{ fileName: 'bad.csv', error: { code: 'file-empty' } }]);
  });

  it('take a draft away that the program no longer knows', async () => {
    const client = createFakeClient({ 'draft/remove': () => err(appError('draft-not-found')) });
    const feature = createSubmissionFeature(client);
    applyDraft(feature, sampleDraft());
    await removeDraft(feature, 'd1');
    expect(feature.store.getState().drafts).toEqual([]);
  });
});
