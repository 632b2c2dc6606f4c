/** The page's own scheme and host: `ccms://terminal/`. Not `file:`, which would give it the rights of local files. */
export const PAGE_SCHEME = 'ccms';
const PAGE_HOST = 'terminal';
export const PAGE_ADDRESS = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`;

/**
 * Takes an address; tells whether it lies in the page's origin. Compared part by part after parsing, because a text such as
 * `ccms://terminal.example` begins like ours, and the `origin` of a scheme that Node does not know is "null".
 */
export function isPageAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${PAGE_SCHEME}:` && host === PAGE_HOST && username === '' && password === '';
}

/** Takes an address; tells whether it is a file that our own page made (a receipt to save): `blob:ccms://terminal/...`. */
export function isFileOfPage(address: string): boolean {
  return address.startsWith('blob:') && isPageAddress(address.slice('blob:'.length));
}
