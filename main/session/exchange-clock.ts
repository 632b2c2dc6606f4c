import type { Clock } from '../../shared/lib/clock.ts';
import type { Http } from '../http/http.ts';

/** The exchange's time, kept on this PC's monotonic clock so that nobody moves it by setting the PC. */
export interface ExchangeClock {
  /** Exchange time in ms since 1970; this PC's own until the first answer. */
  now(): number;
  /** Exchange time minus PC time in ms; null before the first answer. */
  offsetMs(): number | null;
  /** An `Http` whose answers set the clock. */
  watch(http: Http): Http;
}

/** `Date` has whole seconds (RFC 9110 section 5.6.7): within this much the clock and the header agree. */
const RESOLUTION_MS = 1_000;

/** Makes a clock that follows the `Date` headers of the answers it is shown. */
export function createExchangeClock(clock: Clock): ExchangeClock {
  let ahead: number | null = null;

  function observe(header: string | undefined, sentAt: number): void {
    const date = Date.parse(header ?? '');
    if (!Number.isFinite(date)) return;
    // The server read its clock between sending and now, and cut off up to a second.
    const earliest = date - clock.monotonic();
    const latest = date + RESOLUTION_MS - sentAt;
    // Still possible: keep what is known, so that the time does not jump back and forth by the header's coarseness.
    if (ahead !== null && ahead >= earliest && ahead <= latest) return;
    ahead = (earliest + latest) / 2;
  }

  const now = () => (ahead === null ? clock.now() : ahead + clock.monotonic());
  return {
    now: () => Math.round(now()),
    offsetMs: () => (ahead === null ? null : Math.round(now() - clock.now())),
    watch: (http) => ({
      request: async (request) => {
        const sentAt = clock.monotonic();
        const answer = await http.request(request);
        if (answer.ok) observe(answer.value.headers.date, sentAt);
        return answer;
      },
      close: () => http.close(),
    }),
  };
}
