const DECIMAL_DIGIT = /^\p{Nd}$/u;
const SPACE_OR_DASH = /[\s\p{Z}\p{Cf}\p{Pd}\u2212]/gu;

/**
 * The value of a decimal digit of any script. Unicode keeps each script's ten digits together and in order, so the
 * distance from the start of the run gives the value (Unicode Standard, section 4.6).
 */
function digitValue(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  let distance = 0;
  while (DECIMAL_DIGIT.test(String.fromCodePoint(codePoint - distance - 1))) distance += 1;
  return distance % 10;
}

/**
 * Brings a typed or pasted one-time password into the form that is sent: digits of any script or width become ASCII,
 * spaces, invisible characters and dashes go, leading zeros stay (it is text, never a number). Anything else stays, so
 * that {@link isOtp} can refuse it.
 */
export function normaliseOtp(text: string): string {
  return text.replace(SPACE_OR_DASH, '').replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Takes a normalised text and the number of digits that the exchange announced; true when it can be sent. */
export function isOtp(text: string, length: number): boolean {
  return text.length === length && /^[0-9]+$/.test(text);
}
