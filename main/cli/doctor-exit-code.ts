import type { DiagnosticRun } from '../../shared/contract/diagnostics.ts';
import { doubtsIdentity, type FailureReason, isFailure } from '../../shared/model/diagnostic-reasons.ts';
import type { ExitCode } from './exit-code.ts';

/** The exit codes of the check, by what they mean here. */
const codesOf = {
  allPassed: 0,
  /** The program's own, and an upload folder that the profile names and the server does not have. */
  configuration: 3,
  /** No usable key, or key or address not registered: call the operator. */
  credentials: 10,
  /** Network, proxy, an answer that is not the exchange's, or a clock: worth another try when it has been seen to. */
  network: 20,
  /** Somebody else may be answering in the exchange's place: stop. */
  identity: 21,
  /** The server let us in and refused the folder or the test file: read the reason. */
  rejected: 33,
  cancelled: 130,
} as const satisfies Record<string, ExitCode>;

const codes: readonly (readonly [ExitCode, readonly FailureReason[]])[] = [
  [codesOf.credentials, ['no-key', 'keys-expired', 'keychain-closed', 'key-not-registered', 'address-not-registered']],
  [codesOf.configuration, ['folder-missing']],
  [codesOf.rejected, ['folder-denied', 'no-sftp', 'write-refused', 'write-differs', 'test-file-left']],
];

/** The exit code for a run that is over. A doubt about the identity goes before everything else, what lasts before what may pass. */
export function doctorExitCode({ outcome, endpoints }: DiagnosticRun): ExitCode {
  const failures = endpoints.flatMap(({ stages }) =>
    stages.flatMap(({ reason }) => (reason !== null && isFailure(reason) ? [reason] : [])),
  );
  if (failures.some(doubtsIdentity)) return codesOf.identity;
  if (outcome === 'cancelled') return codesOf.cancelled;
  if (outcome === 'passed') return codesOf.allPassed;
  return codes.find(([, reasons]) => failures.some((reason) => reasons.includes(reason)))?.[0] ?? codesOf.network;
}
