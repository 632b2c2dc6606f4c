/** True for a host name of this PC itself (RFC 6761 section 6.3, RFC 1122 127/8, RFC 4291 ::1), as `URL.hostname` gives it. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
