import type { Clock } from '../../../shared/lib/clock.ts';
import { backOffMs } from './back-off.ts';

/** Keeps the queue from an SFTP server that cannot be reached: one attempt after each pause, all of them once it answers. */
export interface ServerGate {
  /** How many may go to the server now. */
  limit(): number;
  /** When the next attempt is due, in ms since 1970; null: it is open. */
  retryAt(): number | null;
  /** An attempt did not get through. Those that were under way at the same time count once. */
  failed(): void;
  answered(): void;
  /** The operator does not want to wait. */
  tryNow(): void;
}

export interface ServerGateParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly mostAtOnce: () => number;
  /** Runs something after so many ms, unless the program closes. */
  readonly later: (ms: number, work: () => void) => void;
  readonly onChange: () => void;
}

export function createServerGate({ clock, mostAtOnce, later, onChange }: ServerGateParts): ServerGate {
  let failures = 0;
  let shutUntil: number | null = null;
  const open = () => {
    shutUntil = null;
    onChange();
  };
  return {
    limit: () => (shutUntil !== null ? 0 : failures > 0 ? 1 : mostAtOnce()),
    retryAt: () => shutUntil,
    failed() {
      if (shutUntil !== null) return;
      const ms = backOffMs(failures);
      failures += 1;
      const until = clock.now() + ms;
      shutUntil = until;
      later(ms, () => {
        if (shutUntil === until) open();
      });
      onChange();
    },
    answered() {
      if (failures === 0) return;
      failures = 0;
      open();
    },
    tryNow() {
      if (shutUntil !== null) open();
    },
  };
}
