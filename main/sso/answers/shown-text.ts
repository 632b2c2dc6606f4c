import { z } from 'zod';

/** A server's text that a person will read: bounded, and without the characters that hide or reorder others. */
export function shownText(maxLength: number): z.ZodType<string> {
  return z
    .string()
    .max(maxLength)
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ''));
}
