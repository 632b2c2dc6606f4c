const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What decides about an address: the kind of the profile in use, and the pages that it names. */
export interface PracticePages {
  readonly kind: string;
  readonly practicePages: Readonly<Record<string, string>> | null;
}

/**
 * The only way in which this program starts another one. Takes `shell.openExternal` and the profile in use; opens an address
 * only when it is, letter by letter, a page of a practice profile, and http on this PC. Anything else throws: it would be a bug.
 */
export function createOpenPracticePage(
  open: (url: string) => Promise<void>,
  profile: () => PracticePages | null,
): (url: string) => Promise<void> {
  return async (url) => {
    const current = profile();
    const known = current?.kind === 'practice' && Object.values(current.practicePages ?? {}).includes(url);
    if (!known) throw new Error('only a page of the practice exchange may be opened');
    const { protocol, hostname, username, password } = new URL(url);
    const safe = protocol === 'http:' && LOOPBACK.has(hostname) && username === '' && password === '';
    if (!safe) throw new Error('a page of the practice exchange lies on this PC');
    await open(url);
  };
}
