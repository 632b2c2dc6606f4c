import { appError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';

/** Windows allows 2,560 bytes for each secret; the limits leave room for the prefix, in both ways of counting. */
const MAX_UNITS = 1_200;
const MAX_BYTES = 2_400;

function prefixOf(backend: string): string {
  return `ccms-terminal:1:${backend}:`;
}

/**
 * Gives the value with the version and the backend in front. Refuses with `invalid-input` what a keychain would cut or
 * change: too long, an unpaired surrogate, or a NUL, at which the native interfaces end a text.
 */
export function packValue(backend: string, value: string): Result<string> {
  const fits = value.length <= MAX_UNITS && Buffer.byteLength(value) <= MAX_BYTES;
  if (!fits || !value.isWellFormed() || value.includes('\0')) {
    return err(appError('invalid-input', { details: { limit: MAX_UNITS } }));
  }
  return ok(prefixOf(backend) + value);
}

/** Gives the value, or null when it was not written by this program for this backend or is damaged. */
export function unpackValue(backend: string, stored: string): string | null {
  const prefix = prefixOf(backend);
  return stored.startsWith(prefix) ? stored.slice(prefix.length) : null;
}
