export { formatSize } from '../../shared/lib/format-size.ts';

const HONG_KONG = 8 * 3_600_000;

/** Takes ms since 1970; gives Hong Kong's `HH:MM:SS`. */
export function formatTime(time: number): string {
  return new Date(time + HONG_KONG).toISOString().slice(11, 19);
}

/** Takes ms since 1970; gives Hong Kong's `YYYY-MM-DD HH:MM:SS`. */
export function formatDateTime(time: number): string {
  return new Date(time + HONG_KONG).toISOString().slice(0, 19).replace('T', ' ');
}

/** Takes ms since 1970; gives Hong Kong's `YYYY-MM-DD`, with the time when it is not midnight. */
export function formatDay(time: number): string {
  return formatDateTime(time).replace(/ 00:00:00$/, '');
}

/** Takes ms; gives `M:SS` or `H:MM:SS`, never below zero. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const tail = `${String(Math.floor(seconds / 60) % 60).padStart(seconds >= 3600 ? 2 : 1, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${tail}` : tail;
}

/** Takes exchange time minus PC time in ms; gives it signed, in the unit that fits. */
export function formatOffset(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 100) return `${sign}${seconds.toFixed(1)} s`;
  if (seconds < 5_400) return `${sign}${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${sign}${Math.round(seconds / 3_600)} h`;
  return `${sign}${Math.round(seconds / 86_400)} d`;
}

/** Takes a checksum in hex; gives it in groups of eight, which a person can compare. */
export function groupChecksum(sha256: string): readonly string[] {
  return sha256.match(/.{1,8}/g) ?? [];
}
