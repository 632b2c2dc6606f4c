import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const PIECE = 4 * 1024 * 1024;

/** The readable and writable parts of a process's memory (Linux, proc(5)): where what it was told can stand. */
function regions(pid: number): { start: number; end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .filter((line) => /^[0-9a-f]+-[0-9a-f]+ rw/.test(line))
    .map((line) => {
      const [start = '0', end = '0'] = line.split(' ')[0]?.split('-') ?? [];
      return { start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) };
    });
}

function count(bytes: Buffer, wanted: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + wanted.length)) found += 1;
  return found;
}

/** How often each text stands in the memory of a process, as UTF-8 and as UTF-16, what was freed and not overwritten included. */
export function countInMemory(pid: number, texts: readonly string[]): number[] {
  const forms = texts.map((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  const longest = Math.max(...forms.flat().map((form) => form.length));
  const totals = texts.map(() => 0);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.alloc(PIECE);
  try {
    for (const { start, end } of regions(pid)) {
      // Pieces overlap by less than a whole text, so that none is missed and none counted twice.
      for (let at = start; at < end; at += PIECE - longest + 1) {
        const bytes = piece.subarray(0, readPiece(memory, piece.subarray(0, Math.min(PIECE, end - at)), at));
        forms.forEach((each, index) => {
          totals[index] = (totals[index] ?? 0) + each.reduce((sum, form) => sum + countWithin(bytes, form, longest), 0);
        });
      }
    }
  } finally {
    closeSync(memory);
    piece.fill(0);
  }
  return totals;
}

/** A text that begins in the overlap is left to the next piece. */
function countWithin(bytes: Buffer, form: Buffer, longest: number): number {
  const isLast = bytes.length < PIECE;
  return count(isLast ? bytes : bytes.subarray(0, PIECE - longest + form.length), form);
}

function readPiece(memory: number, into: Buffer, at: number): number {
  try {
    return readSync(memory, into, 0, into.length, at);
  } catch {
    // A part that the system does not let anybody read ([vvar], a guard page) holds nothing of ours.
    return 0;
  }
}
