/** Knows when a connection was heard of last, and how long it may be silent. */
export interface Pulse {
  /** An answer came, to whatever question. */
  heard(): void;
  /** ms since then. */
  silence(): number;
  /** Something makes the server do much: so many ms of silence are nothing, to whoever waits meanwhile. Gives the end of it. */
  excuse(ms: number): () => void;
  /** The longest silence that is excused now, in ms. */
  excused(): number;
}

/** Takes the ms of a clock that never goes back. */
export function createPulse(now: () => number = () => performance.now()): Pulse {
  let at = now();
  const excuses: number[] = [];
  return {
    heard() {
      at = now();
    },
    silence: () => now() - at,
    excuse(ms) {
      excuses.push(ms);
      return () => void excuses.splice(excuses.indexOf(ms), 1);
    },
    excused: () => Math.max(0, ...excuses),
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
      const longest = Math.max(ms, pulse.excused());
      const left = Math.ceil(longest - pulse.silence());
      if (left <= 0 || waited >= longest * MOST_DEADLINES) onLate();
      else wait(left);
    }, time);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
