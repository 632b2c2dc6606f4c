import { isIP } from 'node:net';
import type { DiagnosticDetails } from '../../../shared/contract/diagnostics.ts';
import { type Finding, failed, passed, skipped } from '../finding.ts';
import type { NameService } from '../names/name-service.ts';
import { codeOf, plainList } from '../plain-text.ts';
import type { StageContext } from '../stage-context.ts';

/** No such name, and a name without an address: the DNS works, but does not know the exchange. */
const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME']);

/** One spelling for one address: IPv6 has many. */
function sameAddress(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address;
}

function differ(left: readonly string[], right: readonly string[]): boolean {
  const known = new Set(right.map(sameAddress));
  return left.some((address) => !known.has(sameAddress(address)));
}

interface NameQuestion {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly names: NameService;
  /** What the profile expects; null when it expects nothing. */
  readonly expected: readonly string[] | null;
}

/**
 * Name to addresses, as the program itself gets them, beside what the DNS says (circular annex: a firm that does not use the
 * exchange's DNS must check its own). Gives the addresses. An unexpected one fails but is gone after: who answers there tells more.
 */
export async function resolveName(question: NameQuestion, context: StageContext): Promise<Finding<readonly string[]>> {
  const { host, names, expected } = question;
  if (isIP(host) !== 0) return skipped('is-address', [host], { addresses: host });
  const servers = { servers: plainList(names.servers()) };
  context.note(servers);
  const asking = names.askServers(host, context.signal);
  let addresses: readonly string[];
  try {
    addresses = await names.lookup(host, context.signal);
  } catch (failure) {
    const reason = UNKNOWN.has(codeOf(failure)) ? 'name-unknown' : 'name-server-silent';
    return failed(reason, { ...servers, cause: codeOf(failure) });
  }
  if (addresses.length === 0) return failed('name-unknown', servers);
  const fromDns = await asking;
  const details: DiagnosticDetails = {
    ...servers,
    addresses: plainList(addresses),
    ...(fromDns && { dnsAddresses: plainList(fromDns) || '–' }),
    ...(expected && { expected: plainList(expected) }),
  };
  if (expected && differ(addresses, expected)) return failed('address-unexpected', details, addresses);
  const byThisPc = fromDns !== null && differ(addresses, fromDns);
  return passed(byThisPc ? 'resolved-by-this-pc' : 'resolved', addresses, details);
}
