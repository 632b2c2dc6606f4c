import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import type { DiagnosticsFeature, EndpointId } from './diagnostics-feature.ts';

/** Replaces the mirror, by a run of its scope. A new run takes with it what was unfolded in the one before. */
export function applyRun(feature: DiagnosticsFeature, run: DiagnosticRun): void {
  if (run.scope !== feature.scope) return;
  const before = feature.store.getState().run;
  feature.store.setState(before?.runId === run.runId ? { run } : { run, unfolded: {} });
}

/** Queries the present or last run. */
export async function loadDiagnostics(feature: DiagnosticsFeature): Promise<void> {
  const report = await feature.client.call('diagnostics/report', { scope: feature.scope });
  if (report.ok && report.value) applyRun(feature, report.value);
}

async function ask(feature: DiagnosticsFeature, name: 'diagnostics/start' | 'diagnostics/cancel'): Promise<void> {
  const { asking, run } = feature.store.getState();
  if (asking) return;
  feature.store.setState({ asking: true });
  const result =
    name === 'diagnostics/start'
      ? await feature.client.call(name, { scope: feature.scope })
      : await feature.client.call(name, { runId: run?.runId ?? '' });
  feature.store.setState({ asking: false, error: result.ok ? null : result.error });
}

/** Begins a run; the events fill the table. */
export function startDiagnostics(feature: DiagnosticsFeature): Promise<void> {
  return ask(feature, 'diagnostics/start');
}

/** Ends the present run at once. */
export function cancelDiagnostics(feature: DiagnosticsFeature): Promise<void> {
  return ask(feature, 'diagnostics/cancel');
}

/** Opens or closes what is known of an endpoint. */
export function unfold(feature: DiagnosticsFeature, id: EndpointId, open: boolean): void {
  feature.store.setState(({ unfolded }) => ({ unfolded: { ...unfolded, [id]: open } }));
}
