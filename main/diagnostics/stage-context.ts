import type { Socket } from 'node:net';
import type { DiagnosticDetails } from '../../shared/contract/diagnostics.ts';

/** What a stage may use while it runs. */
export interface StageContext {
  /** Aborts at the stage's deadline and when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Closes the connection at the latest when the check of its endpoint is over. */
  keep<S extends Socket>(socket: S): S;
  /** Keeps what is known so far, in case the deadline comes before the finding. */
  note(details: DiagnosticDetails): void;
}
