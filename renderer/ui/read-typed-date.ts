import { type InputDate, inputDateFromCompact, parseInputDate } from '../../shared/model/input-date.ts';

/**
 * Reads a day as a person types or pastes it: `2022-05-12`, `20220512`, with digits and dashes of any width. Gives null for
 * anything else and for a day that does not exist: it is refused, never repaired.
 */
export function readTypedDate(text: string): InputDate | null {
  const plain = text.normalize('NFKC').trim();
  return parseInputDate(plain) ?? inputDateFromCompact(plain);
}
