import { formatDuration } from './format.ts';
import { useNow } from './use-now.ts';

/** How long until a time (ms since 1970), renewed each second. */
export function Countdown({ until }: { readonly until: number }) {
  const now = useNow();
  return <span className="tabular">{formatDuration(until - now)}</span>;
}
