import type { Clock } from '../../shared/lib/clock.ts';
import type { Http } from '../http/http.ts';

/** The exchange's time, kept on this PC's monotonic clock so that nobody moves it by setting the PC. */
export interface ExchangeClock {
  /** Exchange time in ms since 1970; this PC's own until the first answer. */
  now(): number;
  /** Between which times (ms since 1970, both included) the exchange's clock stands now; null before the first answer. */
  range(): { readonly earliest: number; readonly latest: number } | null;
  /** Exchange time minus PC time in ms; null before the first answer. */
  offsetMs(): number | null;
  /** An `Http` whose answers set the clock. */
  watch(http: Http): Http;
}

/** `Date` has whole seconds (RFC 9110 section 5.6.7). */
const RESOLUTION_MS = 1_000;

/** Makes a clock that follows the `Date` headers of the answers it is shown. */
export function createExchangeClock(clock: Clock): ExchangeClock {
  /** How far the exchange's time is ahead of the monotonic clock: somewhere between these two. */
  let ahead: { readonly least: number; readonly most: number } | null = null;

  function observe(header: string | undefined, sentAt: number): void {
    const date = Date.parse(header ?? '');
    if (!Number.isFinite(date)) return;
    // The server read its clock between sending and now, and cut off up to a second.
    const seen = { least: date - clock.monotonic(), most: date + RESOLUTION_MS - sentAt };
    const least = Math.max(seen.least, ahead?.least ?? seen.least);
    const most = Math.min(seen.most, ahead?.most ?? seen.most);
    // Each answer narrows it down; one that does not fit means that a clock was set or has drifted.
    ahead = least <= most ? { least, most } : seen;
  }

  const now = () => (ahead === null ? clock.now() : (ahead.least + ahead.most) / 2 + clock.monotonic());
  return {
    now: () => Math.round(now()),
    range: () =>
      ahead === null
        ? null
        : {
            earliest: Math.floor(ahead.least + clock.monotonic()),
            // `Date` cuts off less than a whole second.
            latest: Math.ceil(ahead.most + clock.monotonic()) - 1,
          },
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
