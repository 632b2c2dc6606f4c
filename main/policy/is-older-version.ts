/** Whether version `own` (`major.minor.patch`) is older than `minimum`; an addition such as `-beta.1` makes it older still. */
export function isOlderVersion(own: string, minimum: string): boolean {
  const numbers = (version: string) => (version.split('-')[0] ?? '').split('.').map(Number);
  const wanted = numbers(minimum);
  const have = numbers(own);
  for (const [position, part] of wanted.entries()) {
    const difference = (have[position] ?? 0) - part;
    // A version that is not a number is not known to be new enough.
    if (Number.isNaN(difference)) return true;
    if (difference !== 0) return difference < 0;
  }
  return own.includes('-');
}
