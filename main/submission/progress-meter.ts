import type { Progress } from '../../shared/contract/submission.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { createSpeedMeter } from '../../shared/lib/speed-meter.ts';

export interface MeterOptions {
  readonly submissionId: string;
  readonly totalBytes: number;
  readonly clock: Clock;
  readonly publish: (progress: Progress) => void;
}

/** Makes a meter: tell it the bytes sent so far; it publishes about ten times a second, and always the first and the last. */
export function createProgressMeter(options: MeterOptions): (sentBytes: number) => void {
  const { submissionId, totalBytes, clock, publish } = options;
  return createSpeedMeter({
    totalBytes,
    clock,
    publish: (sentBytes, bytesPerSecond) => publish({ submissionId, sentBytes, totalBytes, bytesPerSecond }),
  });
}
