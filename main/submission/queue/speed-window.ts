import type { Clock } from '../../../shared/lib/clock.ts';

const WINDOW_MS = 5_000;
/** Many small files would otherwise leave a sample each. */
const SAMPLE_MS = 200;

/** Makes a meter of all that goes: tell it the bytes that went; it gives bytes per second over the last seconds. */
export function createSpeedWindow(clock: Pick<Clock, 'monotonic'>) {
  let total = 0;
  let samples: { readonly at: number; readonly before: number }[] = [];
  return {
    add(bytes: number): void {
      const at = clock.monotonic();
      const last = samples.at(-1);
      if (!last || at - last.at >= SAMPLE_MS) samples.push({ at, before: total });
      total += bytes;
    },
    speed(): number {
      const now = clock.monotonic();
      samples = samples.filter(({ at }) => now - at <= WINDOW_MS);
      const first = samples[0];
      return first ? ((total - first.before) * 1000) / Math.max(now - first.at, SAMPLE_MS) : 0;
    },
  };
}
