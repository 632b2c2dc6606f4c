import { isIP } from 'node:net';

/** One spelling for an address; null when it is none. An IPv4 address in IPv6's clothes is the IPv4 address. */
export function canonicalAddress(address: string): string | null {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 4) return plain;
  if (isIP(plain) !== 6 || plain.includes('%')) return null;
  return new URL(`http://[${plain}]`).hostname.slice(1, -1);
}
