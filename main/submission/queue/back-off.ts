import type { AppError } from '../../../shared/contract/errors.ts';

const SECONDS = [5, 15, 45, 120, 300, 600, 900] as const;
const LAST_SECONDS = 900;
/** In ms. */
export const LONGEST_MS = LAST_SECONDS * 1000;

/** So often a submission is tried again without a press. */
export const MOST_RETRIES = 8;

/** How long to wait before the next attempt, in ms, after so many that failed without a press. */
export function backOffMs(retries: number): number {
  return (SECONDS[retries] ?? LAST_SECONDS) * 1000;
}

/**
 * Whether a failure may pass by itself. A server that hangs up, a proxy that refuses or a changed host key is looked into by people.
 */
export function mayPass({ code }: AppError): boolean {
  return code === 'unreachable' || code === 'timed-out';
}
