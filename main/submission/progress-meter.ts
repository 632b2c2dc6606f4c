import type { Progress } from '../../shared/contract/submission.ts';
import type { Clock } from '../../shared/lib/clock.ts';

const PUBLISH_EVERY_MS = 100;
/** The speed is that of the last seconds: a mean over the whole file would hide that a line has become slow. */
const WINDOW_MS = 3000;

export interface MeterOptions {
  readonly submissionId: string;
  readonly totalBytes: number;
  readonly clock: Clock;
  readonly publish: (progress: Progress) => void;
}

/** Makes a meter: tell it the bytes sent so far; it publishes about ten times a second, and always the first and the last. */
export function createProgressMeter(options: MeterOptions): (sentBytes: number) => void {
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  let published = Number.NEGATIVE_INFINITY;
  return (sentBytes) => {
    const at = options.clock.monotonic();
    samples.push({ at, bytes: sentBytes });
    // The newest one that is older stays: on a slow line a piece may take longer than the window.
    while (samples[1] && at - samples[1].at > WINDOW_MS) samples.shift();
    if (at - published < PUBLISH_EVERY_MS && sentBytes < options.totalBytes) return;
    published = at;
    const first = samples[0];
    const elapsed = first ? at - first.at : 0;
    const bytesPerSecond = first && elapsed > 0 ? ((sentBytes - first.bytes) * 1000) / elapsed : 0;
    options.publish({
      submissionId: options.submissionId,
      sentBytes,
      totalBytes: options.totalBytes,
      bytesPerSecond: Math.max(0, bytesPerSecond),
    });
  };
}
