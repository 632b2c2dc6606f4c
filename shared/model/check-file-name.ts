/** Why a file name cannot be used. */
export type FileNameProblem =
  | 'empty'
  | 'too-long'
  | 'separator'
  | 'control'
  | 'bidi'
  | 'not-unicode'
  | 'reserved'
  | 'trailing';

/** Of a name, in UTF-8: what the file systems take. */
export const MOST_NAME_BYTES = 255;

export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length;
}

/** Windows' device names, with or without an extension, the superscript digits included (Microsoft, "Naming Files, Paths, and Namespaces"). */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(\.|$)/i;
/** Path separators, and what Windows forbids in a name; `:` also begins an alternate data stream. */
const SEPARATOR = /[/\\:*?"<>|]/;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** Characters that turn or hide text around them, so that a name reads as another one (Unicode TR36, section 2). */
const BIDI = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/;

/**
 * Takes the name of a chosen file, without its folder; gives null when it is fit to be shown, recorded and sent, otherwise
 * why not. Nothing is normalised or repaired: the exchange gets the name as it is or not at all.
 */
export function checkFileName(name: string): FileNameProblem | null {
  if (name === '' || name === '.' || name === '..') return 'empty';
  if (!name.isWellFormed()) return 'not-unicode';
  if (utf8Length(name) > MOST_NAME_BYTES) return 'too-long';
  if (CONTROL.test(name)) return 'control';
  if (SEPARATOR.test(name)) return 'separator';
  if (BIDI.test(name)) return 'bidi';
  if (RESERVED.test(name)) return 'reserved';
  if (/[. ]$/.test(name) || /^ /.test(name)) return 'trailing';
  return null;
}
