import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { createDiagnostics } from '../diagnostics/create-diagnostics.ts';
import type { RunningDiagnostics } from '../diagnostics/diagnostics.ts';
import { createNameService } from '../diagnostics/names/create-name-service.ts';
import type { AppAdapters, AppConfig } from './app.ts';
import type { EventHub } from './event-hub.ts';
import type { Log } from './log.ts';

/** One connectivity check at a time, and the newest one to look at. */
export interface DiagnosticsDesk {
  /** Gives the id of the run that is going on, begun now or before. */
  start(): string;
  cancel(runId: string): void;
  report(): DiagnosticRun | null;
  /** Ends a run that is going on and waits until its connections are closed. */
  close(): Promise<void>;
}

interface DeskParts {
  readonly config: AppConfig;
  readonly adapters: AppAdapters;
  readonly events: EventHub;
  readonly log: Log;
}

const STAGE_TIMEOUT_MS = 10_000;

/** Composes the check with this PC's own DNS and proxy settings, and publishes each change as `diagnostics/changed`. */
export function createDiagnosticsDesk({ config, adapters, events, log }: DeskParts): DiagnosticsDesk {
  const { profile, version } = config;
  const names = createNameService(null);
  const diagnostics = createDiagnostics({
    profile,
    version,
    clock: adapters.clock,
    names,
    environment: process.env,
  });
  let last: DiagnosticRun | null = null;
  let running: RunningDiagnostics | null = null;
  return {
    start() {
      if (running) return running.runId;
      const begun = diagnostics.start({ timeoutMs: STAGE_TIMEOUT_MS }, (run) => {
        last = run;
        events.publish({ name: 'diagnostics/changed', payload: run });
      });
      running = begun;
      begun.report
        .catch((bug: unknown) => log.bug('diagnostics', bug))
        .finally(() => {
          running = null;
        });
      return begun.runId;
    },
    cancel(runId) {
      if (running?.runId === runId) running.cancel();
    },
    report: () => last,
    async close() {
      running?.cancel();
      // A bug has been written to the log where the run was begun.
      await running?.report.catch(() => undefined);
    },
  };
}
