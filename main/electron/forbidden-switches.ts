/** Chromium switches that would open the window to other programs or take its protection away. */
const FORBIDDEN = [
  'allow-file-access-from-files',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-blink-features',
  'ignore-certificate-errors',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'no-sandbox',
  'remote-allow-origins',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
];

/**
 * Takes a way to ask for a switch of the command line; gives the forbidden ones that were given. The fuses stop Node's own
 * switches; those of Chromium only the program itself can refuse.
 */
export function forbiddenSwitches(has: (name: string) => boolean): readonly string[] {
  return FORBIDDEN.filter(has);
}
