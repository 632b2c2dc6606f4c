import type { DiagnosticRun, DiagnosticScope } from '../../shared/contract/diagnostics.ts';

export interface DiagnosticsOptions {
  readonly scope: DiagnosticScope;
  /** The deadline of each stage, in ms. */
  readonly timeoutMs: number;
}

/** A run that is going on. */
export interface RunningDiagnostics {
  readonly runId: string;
  /** The whole run when it is over; it rejects only for a bug. */
  readonly report: Promise<DiagnosticRun>;
  /** Ends it at once: the stages that are running or wait become `cancelled`, all connections are closed. */
  cancel(): void;
}

/**
 * The connectivity check (scope `all`): reaches for each endpoint of the profile, side by side, stage by stage, without logging in. It
 * sends nothing but a request for a public page, and that only to a server whose certificate is believed. The SFTP test (scope `sftp`)
 * goes to both SFTP servers, logs in with this PC's keys and writes a hidden file that it removes.
 */
export interface Diagnostics {
  /** Begins a run; `onStage` is told the whole run after each change, the first time before this returns. */
  start(options: DiagnosticsOptions, onStage: (run: DiagnosticRun) => void): RunningDiagnostics;
}
