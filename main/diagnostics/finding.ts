import type { DiagnosticDetails } from '../../shared/contract/diagnostics.ts';
import type { FailureReason, GoodReason } from '../../shared/model/diagnostic-reasons.ts';

/** What a stage found. `next` is what the following stage works with; null when it cannot be reached. */
export interface Finding<T> {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly reason: GoodReason | FailureReason;
  readonly details: DiagnosticDetails;
  readonly next: T | null;
}

export function passed<T>(reason: GoodReason, next: T, details: DiagnosticDetails = {}): Finding<T> {
  return { outcome: 'passed', reason, details, next };
}

/** The stage has no meaning here; the following one goes on. */
export function skipped<T>(reason: GoodReason, next: T, details: DiagnosticDetails = {}): Finding<T> {
  return { outcome: 'skipped', reason, details, next };
}

/** The stage failed. With `next` the following stages may still tell more. */
export function failed<T>(reason: FailureReason, details: DiagnosticDetails = {}, next: T | null = null): Finding<T> {
  return { outcome: 'failed', reason, details, next };
}
