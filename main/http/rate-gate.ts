import { type AppError, appError } from '../../shared/contract/errors.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import type { HttpResponse } from './http.ts';

/** When a server says "too many" without saying until when. */
const DEFAULT_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 86_400;
/** What is kept over a restart, at most: a slip of a server must not shut a terminal out for a day with no way around it. */
const LONGEST_KEPT_MS = 3_600_000;

/** In ms since 1970 on this PC's clock. */
interface KeptWait {
  readonly since: number;
  readonly until: number;
}

/** Where the wait of one server outlasts the program. */
export interface WaitKeeper {
  read(): KeptWait | null;
  keep(wait: KeptWait): void;
}

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

/** What is left of a wait that was kept, in ms. A clock that was set back since makes it no longer than it was. */
function leftOf({ since, until }: KeptWait, now: number): number {
  return Math.min(until - now, until - since, LONGEST_KEPT_MS);
}

/**
 * Makes a gate for one server. The wait runs on the monotonic clock; `details.retryAfterMs` says what is left of it. With a keeper it goes
 * on after a restart, by an hour at most.
 */
export function createRateGate(clock: Clock, keeper?: WaitKeeper): RateGate {
  const kept = keeper?.read();
  let opensAt = kept ? clock.monotonic() + leftOf(kept, clock.now()) : Number.NEGATIVE_INFINITY;
  function rateLimited(): AppError {
    const retryAfterMs = Math.max(0, Math.ceil(opensAt - clock.monotonic()));
    return appError('rate-limited', { retry: 'now', details: { retryAfterMs } });
  }
  return {
    closed: () => (clock.monotonic() < opensAt ? rateLimited() : null),
    close: (response) => {
      const seconds = Math.min(secondsToWait(response), LONGEST_WAIT_SECONDS);
      opensAt = Math.max(opensAt, clock.monotonic() + seconds * 1_000);
      const since = Math.max(0, Math.round(clock.now()));
      const leftMs = Math.min(LONGEST_KEPT_MS, Math.ceil(opensAt - clock.monotonic()));
      keeper?.keep({ since, until: since + leftMs });
      return rateLimited();
    },
  };
}
