/**
 * Copies a text after a press of the person; tells whether it worked. By the `copy` event and not by `navigator.clipboard`, which asks
 * for a permission: the window of the installed program grants none.
 */
export function copyText(text: string): boolean {
  let written = false;
  const write = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
    written = event.clipboardData !== null;
  };
  document.addEventListener('copy', write, { once: true });
  const ran = document.execCommand('copy');
  document.removeEventListener('copy', write);
  return ran && written;
}
