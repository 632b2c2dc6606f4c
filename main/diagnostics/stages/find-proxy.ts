import { isLoopback } from '../../../shared/lib/is-loopback.ts';

/** Where the proxies are named, usually the process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How an endpoint is reached. `variable` is where the proxy is named. */
export type Route =
  | { readonly kind: 'direct'; readonly reason: 'direct' | 'direct-this-pc' | 'direct-excepted' }
  | { readonly kind: 'proxy'; readonly proxy: URL; readonly variable: string }
  | { readonly kind: 'invalid'; readonly variable: string };

/** A variable that is set, in small letters before capitals. */
function read(environment: Environment, name: string): { readonly name: string; readonly value: string } | null {
  const spelling = environment[name.toLowerCase()] === undefined ? name : name.toLowerCase();
  const value = environment[spelling] ?? '';
  return value === '' ? null : { name: spelling, value };
}

/** True when an entry of NO_PROXY covers the host: `host`, `.domain`, `*.domain`, `*`, each with `:port` or without. */
function isCovered(entry: string, host: string, port: number): boolean {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(entry);
  const named = /^([^:]+):(\d+)$/.exec(entry);
  const [, pattern = entry, onlyPort] = bracketed ?? named ?? [];
  if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
  if (pattern === '*') return true;
  const domain = pattern
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return host.endsWith(`.${domain}`) || (host === domain && !pattern.startsWith('*'));
}

function parseProxy(value: string): URL | null {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null;
}

/**
 * Proxy or direct, by the rules of `createUndiciHttp` and of the undici agent that it uses: `HTTPS_PROXY`, else `HTTP_PROXY`, not
 * for this PC itself and not for what `NO_PROXY` names.
 */
export function findProxy(endpoint: URL, environment: Environment): Route {
  if (isLoopback(endpoint.hostname)) return { kind: 'direct', reason: 'direct-this-pc' };
  const named = read(environment, 'HTTPS_PROXY') ?? read(environment, 'HTTP_PROXY');
  if (!named) return { kind: 'direct', reason: 'direct' };
  const host = endpoint.hostname
    .replace(/^\[(.+)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
  const exceptions = (read(environment, 'NO_PROXY')?.value ?? '').split(/[,\s]/).filter(Boolean);
  if (exceptions.some((entry) => isCovered(entry, host, Number(endpoint.port) || 443))) {
    return { kind: 'direct', reason: 'direct-excepted' };
  }
  const proxy = parseProxy(named.value);
  return proxy ? { kind: 'proxy', proxy, variable: named.name } : { kind: 'invalid', variable: named.name };
}
