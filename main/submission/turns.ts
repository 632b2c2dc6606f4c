/** Makes a gate that lets so many through at a time, in the order in which they came. */
export function createTurns(limit: number): (signal: AbortSignal) => Promise<(() => void) | null> {
  let free = limit;
  const waiting: (() => void)[] = [];

  const release = () => {
    free += 1;
    waiting.shift()?.();
  };
  return async (signal) => {
    while (free === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const leave = () => {
          const place = waiting.indexOf(wake);
          if (place >= 0) waiting.splice(place, 1);
          resolve();
        };
        const wake = () => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        waiting.push(wake);
        signal.addEventListener('abort', leave, { once: true });
      });
    }
    if (signal.aborted) {
      // It may have been woken just before: its place goes to the next one.
      if (free > 0) waiting.shift()?.();
      return null;
    }
    free -= 1;
    let released = false;
    return () => {
      if (!released) release();
      released = true;
    };
  };
}
