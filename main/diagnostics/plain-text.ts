const SHOWN = 300;

/**
 * A text from the other side that a person will read: at most 300 characters (or `limit`), without the characters that hide or
 * reorder others.
 */
export function plainText(text: string, limit = SHOWN): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > limit ? `${plain.slice(0, limit - 1)}…` : plain;
}

/** Several of them in one line. */
export function plainList(texts: readonly string[], separator = ', '): string {
  return plainText(texts.join(separator));
}

/** The code of what Node or OpenSSL threw, such as `ECONNREFUSED`; empty when it has none. */
export function codeOf(failure: unknown): string {
  if (!(failure instanceof Error) || !('code' in failure) || typeof failure.code !== 'string') return '';
  return plainText(failure.code, 60);
}
