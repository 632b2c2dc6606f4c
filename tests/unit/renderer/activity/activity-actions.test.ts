import { describe, expect, it } from 'vitest';
import { changeQuery, checkFile, loadActivity } from '../../../../renderer/activity/activity-actions.ts';
import { createActivityFeature } from '../../../../renderer/activity/activity-feature.ts';
import type { ActivityPage } from '../../../../shared/contract/activity.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { heldAnswer } from '../../../helpers/held-answer.ts';
import { sampleRow } from '../../../helpers/renderer-samples.ts';

const page = (reference: string): ActivityPage => ({ rows: [sampleRow({ reference })], total: 1, fetchedAt: 1 });

describe('activity actions', () => {
  it('show the answer to the newest question only', async () => {
    const slow = heldAnswer<Result<ActivityPage>>();
    const client = createFakeClient({
      'activity/query': ({ text }) => (text === 'first' ? slow.promise : ok(page('second'))),
    });
    const feature = createActivityFeature(client);
    const first = changeQuery(feature, { text: 'first' });
    await changeQuery(feature, { text: 'second' });
    slow.answer(ok(page('first')));
    await first;
    expect(feature.store.getState().page?.rows[0]?.reference).toBe('second');
    expect(feature.store.getState().loading).toBe(false);
  });

  it('keep the rows on screen when a refresh fails', async () => {
    let fails = false;
    const client = createFakeClient({
      'activity/query': () => (fails ? err(appError('unreachable')) : ok(page('kept'))),
    });
    const feature = createActivityFeature(client);
    await loadActivity(feature);
    fails = true;
    await loadActivity(feature);
    expect(feature.store.getState()).toMatchObject({ page: page('kept'), error: { code: 'unreachable' } });
  });

  it('say why a file could not be checked', async () => {
    const feature = createActivityFeature(createFakeClient({}, async () => err(appError('not-logged-in'))));
    await checkFile(feature, new File(['a'], 'a.csv'));
    expect(feature.store.getState().check).toMatchObject({ kind: 'failed', fileName: 'a.csv' });
  });
});
