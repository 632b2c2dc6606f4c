/** What `application/x-www-form-urlencoded` leaves as it is (URL Standard section 5.2). */
const PLAIN = new Set(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._'].map((sign) => sign.charCodeAt(0)),
);
const HEX = Buffer.from('0123456789ABCDEF', 'ascii');
const SPACE = 0x20;
const PLUS = 0x2b;
const PERCENT = 0x25;
const AND = 0x26;
const EQUALS = 0x3d;

/** Writes one byte of a name or value at `at`; gives where the next one goes. */
function writeByte(into: Buffer, at: number, byte: number): number {
  if (PLAIN.has(byte) || byte === SPACE) {
    into[at] = byte === SPACE ? PLUS : byte;
    return at + 1;
  }
  into[at] = PERCENT;
  into[at + 1] = HEX[byte >> 4] ?? 0;
  into[at + 2] = HEX[byte & 15] ?? 0;
  return at + 3;
}

/**
 * Encodes a form as `URLSearchParams` does, but straight into bytes that the caller can overwrite: a string with a password
 * in it could not be. Intermediate bytes are overwritten here.
 */
export function encodeForm(members: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(members).map((member) => member.map((text) => Buffer.from(text, 'utf8')));
  const longest = parts.flat().reduce((sum, bytes) => sum + bytes.length * 3 + 1, 0);
  const form = Buffer.alloc(longest);
  let at = 0;
  for (const [index, member] of parts.entries()) {
    for (const [place, bytes] of member.entries()) {
      if (place > 0 || index > 0) form[at++] = place > 0 ? EQUALS : AND;
      for (const byte of bytes) at = writeByte(form, at, byte);
      bytes.fill(0);
    }
  }
  return form.subarray(0, at);
}
