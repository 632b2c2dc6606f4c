import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { doubtsIdentity, isFailure } from '../../shared/model/diagnostic-reasons.ts';

/** Exit codes of the command line: what a scheduler should do differs. */
export const exitCodes = {
  allPassed: 0,
  usage: 2,
  configuration: 3,
  /** Network, proxy, an answer that is not the exchange's, or a clock: worth another try when it has been seen to. */
  network: 20,
  /** Somebody else may be answering in the exchange's place: stop. */
  identity: 21,
  cancelled: 130,
} as const;

/** The exit code for a run that is over. A doubt about the identity goes before everything else. */
export function doctorExitCode({ outcome, endpoints }: DiagnosticRun): number {
  const reasons = endpoints.flatMap(({ stages }) => stages.map(({ reason }) => reason));
  if (reasons.some((reason) => reason !== null && isFailure(reason) && doubtsIdentity(reason)))
    return exitCodes.identity;
  if (outcome === 'cancelled') return exitCodes.cancelled;
  return outcome === 'passed' ? exitCodes.allPassed : exitCodes.network;
}
