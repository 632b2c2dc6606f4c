import type { Realm, Sessions } from '../../../shared/contract/session.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { ExchangeClock } from '../exchange-clock.ts';
import type { RealmContext } from '../realm-context.ts';
import { checkLimits } from './check-limits.ts';

export interface WatchOptions {
  readonly realms: Readonly<Record<Realm, RealmContext>>;
  readonly clock: Clock;
  readonly exchangeClock: ExchangeClock;
}

export interface LimitWatch {
  state(): Sessions;
  subscribe(listener: (state: Sessions) => void): () => void;
  /** Publishes the state and sets the timer for the next limit. */
  changed(): void;
  stop(): void;
}

/** Limits are looked at this often at least: a timer stands still while the PC sleeps. */
const LONGEST_WAIT_MS = 15_000;
/** A shift of this PC's clock by more makes the shown times wrong, so the state is published anew. */
const NOTABLE_SHIFT_MS = 2_000;

/** Ends sessions at their limits by the monotonic clock, and tells the listeners of every change. */
export function watchLimits({ realms, clock, exchangeClock }: WatchOptions): LimitWatch {
  const listeners = new Set<(state: Sessions) => void>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let publishedShift = clock.now() - clock.monotonic();

  function snapshot(): Sessions {
    return { ccms: realms.ccms.shown(), ecp: realms.ecp.shown(), offsetMs: exchangeClock.offsetMs() };
  }

  function publish(): void {
    publishedShift = clock.now() - clock.monotonic();
    const state = snapshot();
    for (const listener of listeners) listener(state);
  }

  function look(): void {
    clearTimeout(timer);
    // A limit that has passed becomes a change of its own, which publishes.
    const waits = [checkLimits(realms.ccms), checkLimits(realms.ecp)].filter((wait) => wait !== null);
    if (Math.abs(clock.now() - clock.monotonic() - publishedShift) > NOTABLE_SHIFT_MS) publish();
    if (isStopped || waits.length === 0) return;
    timer = setTimeout(look, Math.min(LONGEST_WAIT_MS, ...waits) + 1);
    timer.unref();
  }

  return {
    state: () => {
      look();
      return snapshot();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: () => {
      publish();
      look();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
