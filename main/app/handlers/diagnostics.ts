import type { diagnosticsCalls } from '../../../shared/contract/diagnostics.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { DiagnosticsDesk } from '../create-diagnostics.ts';
import type { Handlers } from './handlers.ts';

/** The connectivity check; nobody need be logged in. */
export function diagnosticsHandlers(desk: DiagnosticsDesk): Handlers<keyof typeof diagnosticsCalls> {
  return {
    'diagnostics/start': ({ scope }) => {
      const started = desk.start(scope);
      return started.ok ? ok({ runId: started.value }) : started;
    },
    'diagnostics/cancel': ({ runId }) => {
      desk.cancel(runId);
      return ok({});
    },
    'diagnostics/report': ({ scope }) => ok(desk.report(scope)),
  };
}
