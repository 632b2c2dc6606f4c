/** Between two announcements, in ms. */
const EVERY_MS = 500;

export interface AnnouncerParts {
  readonly tell: () => void;
  /** True while something goes: speed and time left change without a row being written. */
  readonly isMoving: () => boolean;
  /** Runs something after so many ms, unless the program closes. */
  readonly later: (ms: number, work: () => void) => void;
}

/**
 * Makes what tells the page that the queue has changed: at once, and then no more often than twice a second, however many thousand
 * submissions move.
 */
export function createAnnouncer({ tell, isMoving, later }: AnnouncerParts): () => void {
  let resting = false;
  let changed = false;
  const announce = () => {
    changed = false;
    resting = true;
    tell();
    later(EVERY_MS, () => {
      resting = false;
      if (changed || isMoving()) announce();
    });
  };
  return () => {
    changed = true;
    if (!resting) announce();
  };
}
