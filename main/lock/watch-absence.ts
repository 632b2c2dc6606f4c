import type { Clock } from '../../shared/lib/clock.ts';
import { createStrictClock } from '../../shared/lib/strict-clock.ts';

export interface AbsenceOptions {
  /** The clock of this PC. */
  readonly clock: Clock;
  /** How long nobody may be there, in ms; null: for ever. */
  readonly limitMs: () => number | null;
  readonly onAbsent: (reason: 'idle' | 'clock') => void;
}

export interface AbsenceWatch {
  /** Somebody is there, whoever that is: an absence before it must have been looked for. */
  present(): void;
  /** Looks at the clocks, tells of an absence, and sets the timer for the next look. */
  look(): void;
  stop(): void;
}

/** A timer stands still while the PC sleeps, so the clocks are looked at this often at least. */
const LONGEST_WAIT_MS = 5_000;
/** The wall clock got ahead of the monotonic one by more: this PC has slept, or its clock was set. */
const NOTABLE_LEAP_MS = 30_000;

/** Tells when nobody was there for too long, by whichever clock says so first, and when the PC has slept or its clock leapt. */
export function watchAbsence({ clock, limitMs, onAbsent }: AbsenceOptions): AbsenceWatch {
  const strict = createStrictClock(clock);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let apart = clock.now() - clock.monotonic();
  let lastPresent = strict.monotonic();

  /** By how much the wall clock has got ahead since the last look. */
  function leapOfWallClock(): number {
    const leap = clock.now() - clock.monotonic() - apart;
    apart += leap;
    return leap;
  }

  function look(): void {
    clearTimeout(timer);
    const limit = limitMs();
    const left = limit === null ? LONGEST_WAIT_MS : lastPresent + limit - strict.monotonic();
    if (leapOfWallClock() > NOTABLE_LEAP_MS) onAbsent('clock');
    else if (left <= 0) onAbsent('idle');
    if (stopped) return;
    timer = setTimeout(look, Math.min(LONGEST_WAIT_MS, Math.max(0, left)) + 1);
    timer.unref();
  }

  return {
    present: () => {
      lastPresent = strict.monotonic();
      look();
    },
    look,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
