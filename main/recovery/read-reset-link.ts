export type ReadLink =
  | { readonly kind: 'token'; readonly token: string }
  /** The address is the exchange's, but what identifies the mail is missing at its end. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'elsewhere'; readonly host: string }
  | { readonly kind: 'not-a-link' };

/**
 * Takes what was pasted from a mail and the address of the issuer; gives the token of the link. A mail program may have
 * broken the link over lines or put it in brackets: white space, brackets, quotes and a full stop at the end are dropped.
 */
export function readResetLink(pasted: string, issuer: string): ReadLink {
  const text = pasted.replace(/\s+/g, '').replace(/^[<("'“「]+|[>)"'”」.,;。]+$/g, '');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { kind: 'not-a-link' };
  if (url.origin !== new URL(issuer).origin) return { kind: 'elsewhere', host: url.host.slice(0, 100) };
  const token = url.searchParams.get('token') ?? '';
  return token === '' ? { kind: 'cut' } : { kind: 'token', token };
}
