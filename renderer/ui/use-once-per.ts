import { useEffect, useRef } from 'react';

/**
 * Runs once for each new value. An effect alone would run again when React takes up a screen that the lock had hidden, and what was
 * typed since would go.
 */
export function useOncePer<T>(value: T, run: (value: T) => void): void {
  const last = useRef<{ readonly value: T } | null>(null);
  useEffect(() => {
    if (last.current !== null && last.current.value === value) return;
    last.current = { value };
    run(value);
  });
}
