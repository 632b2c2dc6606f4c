import { type Finding, failed, passed, skipped } from '../finding.ts';
import type { PageAnswer } from './page-answer.ts';

/**
 * More than this is reported. The program reckons with the exchange's time and not with the PC's, but certificates and the PC's
 * other programs do not.
 */
const LIMIT_MS = 60_000;
/** The `Date` header has whole seconds (RFC 9110 section 5.6.7): the middle of its second is the best guess. */
const HALF_SECOND = 500;

/** The exchange's clock minus this PC's, from the `Date` of its answer and the middle of the way there and back. */
export function clockOffset(answer: PageAnswer): Finding<true> {
  const exchange = Date.parse(answer.date ?? '');
  if (Number.isNaN(exchange)) return skipped('no-date', true);
  const offsetMs = exchange + HALF_SECOND - (answer.askedAt + answer.answeredAt) / 2;
  const details = { offsetSeconds: Math.round(offsetMs / 100) / 10 };
  return Math.abs(offsetMs) <= LIMIT_MS ? passed('clock-right', true, details) : failed('clock-differs', details);
}
