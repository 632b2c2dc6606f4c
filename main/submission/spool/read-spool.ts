import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Bytes read and sent at a time. */
const PIECE = 64 * 1024;

export interface ReadOptions {
  readonly file: string;
  /** What the ledger says of the copy. */
  readonly sha256: string;
  readonly size: number;
  /** Told before each piece is handed over: its number from 1 and the bytes before it. */
  readonly onPiece: (piece: number, sentBytes: number) => void;
}

/** The copy in the spool is not what the ledger says: nothing of it may be completed. */
export class SpoolDiffers extends Error {
  constructor() {
    super('the copy in the spool is not the file of the ledger');
    this.name = 'SpoolDiffers';
  }
}

/**
 * Gives the bytes of a spool copy, hashing what is really sent. The last piece is held back until the whole hash is known, so
 * that a copy that differs from the ledger can never arrive complete: then it throws {@link SpoolDiffers}.
 */
export async function* readSpool(options: ReadOptions): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | null = null;
  let piece = 0;
  let sent = 0;
  for await (const bytes of createReadStream(options.file, { highWaterMark: PIECE }) as AsyncIterable<Uint8Array>) {
    hash.update(bytes);
    if (held) {
      piece += 1;
      options.onPiece(piece, sent);
      yield held;
      sent += held.byteLength;
    }
    held = bytes;
  }
  if (!held || sent + held.byteLength !== options.size || hash.digest('hex') !== options.sha256)
    throw new SpoolDiffers();
  options.onPiece(piece + 1, sent);
  yield held;
  options.onPiece(piece + 2, sent + held.byteLength);
}
