import type { Clock } from './clock.ts';

const PUBLISH_EVERY_MS = 100;
/** The speed is that of the last seconds: a mean over the whole file would hide that a line has become slow. */
const WINDOW_MS = 3000;

export interface SpeedMeterOptions {
  readonly totalBytes: number;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly publish: (bytes: number, bytesPerSecond: number) => void;
}

/** Makes a meter: tell it the bytes so far; it publishes about ten times a second, and always the first and the last. */
export function createSpeedMeter(options: SpeedMeterOptions): (bytes: number) => void {
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  let published = Number.NEGATIVE_INFINITY;
  return (bytes) => {
    const at = options.clock.monotonic();
    samples.push({ at, bytes });
    // The newest of those that are older stays: on a slow line a piece may take longer than the window.
    while (samples[1] && at - samples[1].at > WINDOW_MS) samples.shift();
    if (at - published < PUBLISH_EVERY_MS && bytes < options.totalBytes) return;
    published = at;
    const first = samples[0];
    const elapsed = first ? at - first.at : 0;
    options.publish(bytes, first && elapsed > 0 ? Math.max(0, ((bytes - first.bytes) * 1000) / elapsed) : 0);
  };
}
