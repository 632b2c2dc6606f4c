import { describe, expect, it } from 'vitest';
import {
  applyRun,
  cancelDiagnostics,
  loadDiagnostics,
  startDiagnostics,
  unfold,
} from '../../../../renderer/diagnostics/diagnostics-actions.ts';
import { createDiagnosticsFeature } from '../../../../renderer/diagnostics/diagnostics-feature.ts';
import { appError } from '../../../../shared/contract/errors.ts';
import { err, ok } from '../../../../shared/lib/result.ts';
import { createFakeClient } from '../../../helpers/fake-client.ts';
import { sampleRun } from '../../../helpers/sample-run.ts';

describe('the actions of the connectivity check', () => {
  it('mirror the last run; none is no run', async () => {
    const none = createDiagnosticsFeature(createFakeClient({ 'diagnostics/report': () => ok(null) }));
    await loadDiagnostics(none);
    expect(none.store.getState().run).toBeNull();
    const one = createDiagnosticsFeature(createFakeClient({ 'diagnostics/report': () => ok(sampleRun()) }));
    await loadDiagnostics(one);
    expect(one.store.getState().run?.runId).toBe('r1');
  });

  it('leave a run of the other scope to the other screen', async () => {
    const asked: unknown[] = [];
    const client = createFakeClient({
      'diagnostics/report': (input) => {
        asked.push(input);
        return ok(null);
      },
    });
    const [all, sftp] = [createDiagnosticsFeature(client), createDiagnosticsFeature(client, 'sftp')];
    for (const feature of [all, sftp]) {
      await loadDiagnostics(feature);
      applyRun(feature, sampleRun({ runId: 'of the SFTP test', scope: 'sftp' }));
    }
    expect(all.store.getState().run).toBeNull();
    expect(sftp.store.getState().run?.runId).toBe('of the SFTP test');
    expect(asked).toEqual([{ scope: 'all' }, { scope: 'sftp' }]);
  });

  it('keep what was unfolded while the run goes on, and forget it with the next', () => {
    const feature = createDiagnosticsFeature(createFakeClient({}));
    applyRun(feature, sampleRun());
    unfold(feature, 'ccms-sso', true);
    applyRun(feature, sampleRun({ outcome: 'failed' }));
    expect(feature.store.getState().unfolded).toEqual({ 'ccms-sso': true });
    applyRun(feature, sampleRun({ runId: 'r2' }));
    expect(feature.store.getState().unfolded).toEqual({});
  });

  it('ask once for a double press, cancel the run that is shown, and show why it was refused', async () => {
    const cancelled: string[] = [];
    const client = createFakeClient({
      'diagnostics/start': () => err(appError('locked')),
      'diagnostics/cancel': ({ runId }) => {
        cancelled.push(runId);
        return ok({});
      },
    });
    const feature = createDiagnosticsFeature(client);
    await Promise.all([startDiagnostics(feature), startDiagnostics(feature)]);
    expect(client.called).toEqual(['diagnostics/start']);
    expect(feature.store.getState().error?.code).toBe('locked');
    applyRun(feature, sampleRun());
    await cancelDiagnostics(feature);
    expect(cancelled).toEqual(['r1']);
    expect(feature.store.getState()).toMatchObject({ asking: false, error: null });
  });
});
