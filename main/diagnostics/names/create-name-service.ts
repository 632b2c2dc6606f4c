import { getServers } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { codeOf } from '../plain-text.ts';
import type { NameService } from './name-service.ts';

const QUERY_MS = 2_000;
const TRIES = 2;

/** How c-ares says that a server answered and has no such name, or no address of that family. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks for both families. Throws when neither was answered; gives an empty list when both were answered with nothing. */
async function resolveBoth(resolver: Resolver, host: string): Promise<readonly string[]> {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
  const unanswered = failures.find((failure) => !NOTHING.has(codeOf(failure)));
  if (addresses.length === 0 && unanswered !== undefined) throw unanswered;
  return addresses;
}

/**
 * Takes the DNS servers to ask instead of the PC's own (`address` or `address:port`), or null. With servers of its own the hosts
 * file has no say.
 */
export function createNameService(servers: readonly string[] | null): NameService {
  const ask = async (host: string, signal: AbortSignal) => {
    const resolver = new Resolver({ timeout: QUERY_MS, tries: TRIES });
    if (servers) resolver.setServers([...servers]);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await resolveBoth(resolver, host);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
  return {
    servers: () => servers ?? getServers(),
    async lookup(host, signal) {
      if (servers) return ask(host, signal);
      const found = await lookup(host, { all: true, order: 'verbatim' });
      return found.map(({ address }) => address);
    },
    async askServers(host, signal) {
      try {
        return await ask(host, signal);
      } catch {
        // Silence of the DNS is one of the answers here; what the program itself gets decides.
        return null;
      }
    },
  };
}
