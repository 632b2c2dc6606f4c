/**
 * Names that are no finished file: hidden ones (our own `.sending` among them), parts that other programs write before they give a
 * file its name, a workbook's lock file, and what Windows and macOS leave behind. Case does not matter.
 */
const IGNORED = [/^\./, /^~\$/, /\.(tmp|filepart|part|crdownload)$/i, /^(thumbs\.db|desktop\.ini)$/i];

/** Whether a file of this name is left alone in an outbox. */
export function isIgnored(name: string): boolean {
  return IGNORED.some((pattern) => pattern.test(name));
}
