import { type InputDate, inputDateFromCompact } from './input-date.ts';

/** What an ECP file name says about its content: `SD_01234_20220512.csv`. */
export interface EcpFileName {
  readonly prefix: string;
  readonly participantCode: string;
  readonly inputDate: InputDate;
}

const GRAMMAR = /^([A-Z][A-Z0-9]{0,15})_(\d{5})_(\d{8})\.csv$/i;

/**
 * Reads `<prefix>_<five digits>_<YYYYMMDD>.csv` (seed ECP FAQ items 24 and 26, which write both `SD_` and `SD1_`).
 * The prefix comes back in upper case; the code stays text, so 01234 keeps its zero. Gives null when the name does not
 * follow the grammar, a day that does not exist included.
 */
export function readEcpFileName(name: string): EcpFileName | null {
  const match = GRAMMAR.exec(name);
  if (!match?.[1] || !match[2] || !match[3]) return null;
  const inputDate = inputDateFromCompact(match[3]);
  if (!inputDate) return null;
  return { prefix: match[1].toUpperCase(), participantCode: match[2], inputDate };
}
