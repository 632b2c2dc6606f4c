import type { Socket } from 'node:net';
import type { DiagnosticDetails, DiagnosticStage, DiagnosticStageResult } from '../../shared/contract/diagnostics.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { FailureReason } from '../../shared/model/diagnostic-reasons.ts';
import type { Finding } from './finding.ts';
import type { StageContext } from './stage-context.ts';

/** What silence until the deadline means at each stage. */
const silence: Readonly<Record<DiagnosticStage, FailureReason>> = {
  name: 'name-server-silent',
  route: 'proxy-unreachable',
  tcp: 'no-answer',
  identity: 'handshake-silent',
  answer: 'answer-silent',
  exchange: 'handshake-silent',
  login: 'login-silent',
  offers: 'sftp-silent',
  folder: 'sftp-silent',
  write: 'sftp-silent',
  clock: 'answer-silent',
};

export interface EndpointRun {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Aborts when the run is cancelled. */
  readonly cancelled: AbortSignal;
  /** The connections that were made for this endpoint. */
  readonly sockets: Set<Socket>;
  set(result: DiagnosticStageResult): void;
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  signal.addEventListener('abort', () => resolve(null), { once: true });
  if (signal.aborted) resolve(null);
  // What a verb throws after its deadline has been answered for: its connections are being closed under it.
  work.catch(() => undefined);
  return Promise.race([promise, work]);
}

/**
 * Runs one stage under its own deadline and records what it found. Gives what the next stage needs, or null when there is no going
 * on. After a cancel, or when `needs` is null, nothing is run and the stage is recorded as cancelled or skipped.
 */
export async function runStage<N, T>(
  run: EndpointRun,
  stage: DiagnosticStage,
  step: { readonly needs: N | null; readonly work: (needs: N, context: StageContext) => Promise<Finding<T>> },
): Promise<T | null> {
  const record = (result: Omit<DiagnosticStageResult, 'stage'>) => run.set({ stage, ...result });
  if (run.cancelled.aborted) {
    record({ outcome: 'cancelled', ms: null, reason: 'cancelled', details: {} });
    return null;
  }
  if (step.needs === null) {
    record({ outcome: 'skipped', ms: null, reason: 'earlier-failed', details: {} });
    return null;
  }
  record({ outcome: 'running', ms: null, reason: null, details: {} });
  const begunAt = run.clock.monotonic();
  const took = () => Math.round(run.clock.monotonic() - begunAt);
  const signal = AbortSignal.any([AbortSignal.timeout(run.timeoutMs), run.cancelled]);
  let noted: DiagnosticDetails = {};
  const context: StageContext = {
    signal,
    keep: (socket) => {
      run.sockets.add(socket);
      return socket;
    },
    note: (details) => {
      noted = details;
    },
  };
  const finding = await orAborted(step.work(step.needs, context), signal);
  if (run.cancelled.aborted) {
    record({ outcome: 'cancelled', ms: took(), reason: 'cancelled', details: noted });
    return null;
  }
  if (finding === null) {
    record({ outcome: 'failed', ms: took(), reason: silence[stage], details: noted });
    return null;
  }
  record({ outcome: finding.outcome, ms: took(), reason: finding.reason, details: finding.details });
  return finding.next;
}
