/** Knows when a connection was heard of last. */
export interface Pulse {
  /** An answer came, to whatever question. */
  heard(): void;
  /** ms since then. */
  silence(): number;
}

/** Takes the ms of a clock that never goes back. */
export function createPulse(now: () => number = () => performance.now()): Pulse {
  let at = now();
  return {
    heard() {
      at = now();
    },
    silence: () => now() - at,
  };
}

/** However busy the server is with others, nobody waits longer than so many deadlines. */
const MOST_DEADLINES = 10;

/**
 * Tells once that a question has had no answer for so many ms in which the server has not answered anything else either: on a slow line
 * it may stand behind megabytes of other files, and nothing is wrong while those are answered. Gives the way to stop.
 */
export function startDeadline(pulse: Pulse, ms: number, onLate: () => void): () => void {
  let waited = 0;
  let timer: NodeJS.Timeout;
  const wait = (time: number) => {
    timer = setTimeout(() => {
      waited += time;
      const left = Math.ceil(ms - pulse.silence());
      if (left <= 0 || waited >= ms * MOST_DEADLINES) onLate();
      else wait(left);
    }, time);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
