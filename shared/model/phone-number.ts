/**
 * Takes a telephone number as typed; gives its digits only. The exchange compares it without symbols and spaces (seed ECP FAQ
 * item 15); digits of other scripts and widths become ASCII.
 */
export function normalisePhoneNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '');
}
