import { useEffect, useState } from 'react';

/** This PC's time in ms since 1970, renewed each second: for countdowns and clocks. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
