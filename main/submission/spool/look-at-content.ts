import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';

/** How much of a file is looked at: enough for a wrong file, little enough for a cut-off that is near. */
const LOOK_BYTES = 1024 * 1024;

/** Bytes that no text has in UTF-8, Big5 or GBK: C0 controls other than tab, line feed, form feed and carriage return. */
function isBinary(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d);
}

/**
 * Looks at the first megabyte of a spool copy: is it text, and does its quoting read as CSV (RFC 4180)? Gives null when it does,
 * 0 when it is not text, otherwise the line from 1 where it stops to. The columns of ECP files are not public, so nothing is
 * said about them; bytes are read as Latin-1 because the encoding is not known either.
 */
export async function lookAtContent(file: string): Promise<number | null> {
  const parser = parse({ encoding: 'latin1', bom: false, relaxColumnCount: true, skipEmptyLines: true });
  let seen = 0;
  let problem: number | null = null;
  parser.on('error', (cause: unknown) => {
    problem = cause instanceof CsvError && typeof cause.lines === 'number' ? Math.max(1, cause.lines) : 1;
  });
  parser.on('data', () => undefined);
  for await (const bytes of createReadStream(file, { end: LOOK_BYTES - 1 }) as AsyncIterable<Uint8Array>) {
    if (isBinary(bytes)) {
      parser.destroy();
      return 0;
    }
    seen += bytes.byteLength;
    if (problem !== null) break;
    if (!parser.write(bytes)) await new Promise((resolve) => parser.once('drain', resolve).once('error', resolve));
  }
  if (problem !== null) return problem;
  // A file that was cut at the megabyte may end inside a quoted cell; only a whole one must end well.
  if (seen < LOOK_BYTES) {
    await new Promise((resolve) => {
      parser.once('end', resolve).once('error', resolve);
      parser.end();
    });
  } else parser.destroy();
  return problem;
}
