import type {
  DiagnosticEndpoint,
  DiagnosticRun,
  DiagnosticStage,
  DiagnosticStageResult,
} from '../../shared/contract/diagnostics.ts';

/** The run as it stands. Each change makes a new value and is told once. */
export interface RunLog {
  run(): DiagnosticRun;
  set(endpointId: DiagnosticEndpoint['id'], result: DiagnosticStageResult): void;
  finish(outcome: 'passed' | 'failed' | 'cancelled', finishedAt: number): void;
}

/** A stage before it begins. */
export function waiting(stage: DiagnosticStage): DiagnosticStageResult {
  return { stage, outcome: 'waiting', ms: null, reason: null, details: {} };
}

export function createRunLog(first: DiagnosticRun, onChange: (run: DiagnosticRun) => void): RunLog {
  let run = first;
  const change = (next: DiagnosticRun) => {
    run = next;
    onChange(run);
  };
  onChange(run);
  return {
    run: () => run,
    set(endpointId, result) {
      const withResult = (endpoint: DiagnosticEndpoint): DiagnosticEndpoint => ({
        ...endpoint,
        stages: endpoint.stages.map((stage) => (stage.stage === result.stage ? result : stage)),
      });
      const endpoints = run.endpoints.map((endpoint) => (endpoint.id === endpointId ? withResult(endpoint) : endpoint));
      change({ ...run, endpoints });
    },
    finish: (outcome, finishedAt) => change({ ...run, outcome, finishedAt }),
  };
}
