import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { HttpResponse } from '../http/http.ts';

/** When a server says "too many" without saying until when. */
const DEFAULT_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 86_400;

/** Holds back requests while the server has asked to be left alone. */
export interface RateGate {
  /** `rate-limited` while the wait that the server asked for is running, otherwise null. */
  closed(): AppError | null;
  /** Takes a 429 answer, closes the gate and gives the error. */
  close(response: HttpResponse): AppError;
}

/** `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date that is read against the answer's own `Date`. */
function secondsToWait(response: HttpResponse): number {
  const value = response.headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const until = Date.parse(value) - Date.parse(response.headers.date ?? '');
  return Number.isFinite(until) ? Math.max(0, Math.ceil(until / 1_000)) : DEFAULT_WAIT_SECONDS;
}

/** Makes a gate for one realm. The wait runs on the monotonic clock; `details.retryAfterMs` says what is left of it. */
export function createRateGate(clock: Clock): RateGate {
  let opensAt = Number.NEGATIVE_INFINITY;
  function rateLimited(): AppError {
    const retryAfterMs = Math.max(0, Math.ceil(opensAt - clock.monotonic()));
    return appError('rate-limited', { retry: 'now', details: { retryAfterMs } });
  }
  return {
    closed: () => (clock.monotonic() < opensAt ? rateLimited() : null),
    close: (response) => {
      const seconds = Math.min(secondsToWait(response), LONGEST_WAIT_SECONDS);
      opensAt = Math.max(opensAt, clock.monotonic() + seconds * 1_000);
      return rateLimited();
    },
  };
}
