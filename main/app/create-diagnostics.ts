import type { DiagnosticRun, DiagnosticScope } from '../../shared/contract/diagnostics.ts';
import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { createDiagnostics } from '../diagnostics/create-diagnostics.ts';
import type { RunningDiagnostics } from '../diagnostics/diagnostics.ts';
import { createNameService } from '../diagnostics/names/create-name-service.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';
import { createSftpProbe } from '../transfer/probe/create-sftp-probe.ts';
import type { AppAdapters, AppConfig } from './app.ts';
import { createSftpTestAccount } from './create-sftp-test.ts';
import type { EventHub } from './event-hub.ts';
import type { Log } from './log.ts';

/** One check of each scope at a time, and the newest one to look at. */
export interface DiagnosticsDesk {
  /** Gives the id of the run that is going on, begun now or before; `sftp-unavailable` where there is no SFTP to test. */
  start(scope: DiagnosticScope): Result<string>;
  cancel(runId: string): void;
  report(scope: DiagnosticScope): DiagnosticRun | null;
  /** Ends what is going on and waits until its connections are closed. */
  close(): Promise<void>;
}

interface DeskParts {
  readonly config: AppConfig;
  readonly adapters: AppAdapters;
  readonly events: EventHub;
  readonly log: Log;
  readonly ledger: Pick<Ledger, 'catalogue'>;
  readonly sftpAccount: Pick<SftpAccount, 'identity'>;
}

const STAGE_TIMEOUT_MS = 10_000;

function compose({ config, adapters, ledger, sftpAccount }: DeskParts) {
  const { profile, version } = config;
  return createDiagnostics({
    profile,
    version,
    clock: adapters.clock,
    names: createNameService(null),
    environment: process.env,
    probe: createSftpProbe(),
    account: createSftpTestAccount({
      profile,
      account: sftpAccount,
      folderIds: () => ledger.catalogue()?.map(({ folderId }) => folderId) ?? null,
    }),
  });
}

/** Composes the check with this PC's own DNS and proxy settings, and publishes each change as `diagnostics/changed`. */
export function createDiagnosticsDesk(parts: DeskParts): DiagnosticsDesk {
  const { events, log, config } = parts;
  const diagnostics = compose(parts);
  const last = new Map<DiagnosticScope, DiagnosticRun>();
  const running = new Map<DiagnosticScope, RunningDiagnostics>();
  return {
    start(scope) {
      const present = running.get(scope);
      if (present) return ok(present.runId);
      if (scope === 'sftp' && !config.profile.sftp) return err(appError('sftp-unavailable'));
      const begun = diagnostics.start({ timeoutMs: STAGE_TIMEOUT_MS, scope }, (run) => {
        last.set(scope, run);
        events.publish({ name: 'diagnostics/changed', payload: run });
      });
      running.set(scope, begun);
      begun.report.catch((bug: unknown) => log.bug('diagnostics', bug)).finally(() => running.delete(scope));
      return ok(begun.runId);
    },
    cancel(runId) {
      for (const run of running.values()) if (run.runId === runId) run.cancel();
    },
    report: (scope) => last.get(scope) ?? null,
    async close() {
      const open = [...running.values()];
      for (const run of open) run.cancel();
      // A bug has been written to the log where the run was begun.
      await Promise.allSettled(open.map(({ report }) => report));
    },
  };
}
