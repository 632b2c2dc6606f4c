import { type DiagnosticRun, type DiagnosticStageResult, diagnosticStages } from '../../shared/contract/diagnostics.ts';

/** A run over one endpoint, all of it passed but for what is given. */
export function sampleRun(change: Partial<DiagnosticRun> = {}, ...stages: DiagnosticStageResult[]): DiagnosticRun {
  const passed = (stage: DiagnosticStageResult['stage']): DiagnosticStageResult => ({
    stage,
    outcome: 'passed',
    ms: 12,
    reason: 'connected',
    details: {},
  });
  return {
    runId: 'r1',
    scope: 'all',
    version: '1.2.3',
    profile: { label: 'test exchange', kind: 'test' },
    help: { hotline: '2979 7222', email: 'help@exchange.test' },
    outcome: 'passed',
    startedAt: Date.UTC(2022, 4, 12, 1, 41, 3),
    finishedAt: Date.UTC(2022, 4, 12, 1, 41, 5),
    endpoints: [
      {
        id: 'ccms-sso',
        address: 'https://sso.exchange.test',
        stages: diagnosticStages.map((stage) => stages.find((one) => one.stage === stage) ?? passed(stage)),
      },
    ],
    ...change,
  };
}
