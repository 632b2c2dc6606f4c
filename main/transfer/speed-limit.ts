import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../shared/lib/clock.ts';

/** One limit for all bytes that go to or come from the exchange, whoever sends them. */
export interface SpeedLimit {
  /** Null: no limit. Counts at once, for those who wait as well. */
  set(bytesPerSecond: number | null): void;
  bytesPerSecond(): number | null;
  /**
   * Waits until so many bytes may go. All who wait get the same share, however large their pieces are. Ends early, without an error,
   * when the signal is raised.
   */
  take(bytes: number, signal: AbortSignal): Promise<void>;
}

export interface SpeedLimitOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Waits so many ms; ends early when the signal is raised. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What may go at once after a rest, as a part of a second. */
const BURST_SECONDS = 0.25;
/** A large piece is waited for in parts of so many bytes, between which others have their turn. */
const PART_BYTES = 32 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

async function realWait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * A token bucket. A part may go while the bucket is not empty, however large it is; what it took too much the next one waits for. So a
 * part larger than the bucket passes, and the mean holds.
 */
export function createSpeedLimit({ clock, wait = realWait }: SpeedLimitOptions): SpeedLimit {
  const waiting: Waiting[] = [];
  let rate: number | null = null;
  let tokens = 0;
  let filledAt = clock.monotonic();
  let changed = new AbortController();
  let pumping = false;

  const fill = () => {
    const now = clock.monotonic();
    if (rate !== null) tokens = Math.min(rate * BURST_SECONDS, tokens + ((now - filledAt) / 1000) * rate);
    filledAt = now;
  };
  const letGo = () => {
    fill();
    while (waiting.length > 0 && (rate === null || tokens > 0)) {
      const first = waiting.shift();
      tokens -= first?.bytes ?? 0;
      first?.go();
    }
  };
  const pump = async () => {
    pumping = true;
    for (letGo(); waiting.length > 0 && rate !== null; letGo()) {
      await wait(Math.floor((-tokens / rate) * 1000) + 1, changed.signal);
    }
    pumping = false;
  };

  const takePart = async (bytes: number, signal: AbortSignal) => {
    if (signal.aborted || rate === null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const place: Waiting = { bytes, go: resolve };
    const leave = () => {
      const index = waiting.indexOf(place);
      if (index >= 0) waiting.splice(index, 1);
      resolve();
    };
    waiting.push(place);
    signal.addEventListener('abort', leave, { once: true });
    if (!pumping) void pump();
    await promise;
    signal.removeEventListener('abort', leave);
  };

  return {
    bytesPerSecond: () => rate,
    set(bytesPerSecond) {
      if (bytesPerSecond === rate) return;
      fill();
      rate = bytesPerSecond;
      // What was owed at another speed is forgiven, or a slow limit would be felt long after it was taken away.
      tokens = rate === null ? 0 : rate * BURST_SECONDS;
      const before = changed;
      changed = new AbortController();
      before.abort();
    },
    async take(bytes, signal) {
      for (let left = bytes; left > 0 && rate !== null; left -= PART_BYTES) {
        await takePart(Math.min(left, PART_BYTES), signal);
      }
    },
  };
}
