export type CsvValue = string | number | boolean | null;

/** Excel runs a cell that begins with one of these as a formula; an apostrophe before it makes it text. */
function neutralise(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function cell(value: CsvValue): string {
  return `"${neutralise(String(value ?? '')).replaceAll('"', '""')}"`;
}

/** Takes lines of cells; gives CSV for Excel: UTF-8 with a byte order mark, every cell quoted, formulas neutralised, CRLF. */
export function csvText(lines: readonly (readonly CsvValue[])[]): string {
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}
