import { createHash } from 'node:crypto';
import { ask, type Session } from './session.ts';
import { lost } from './transfer-failure.ts';

const PIECE = 32 * 1024;
const IN_FLIGHT = 64;

function readSome(session: Session, handle: Buffer, at: { bytes: Buffer; position: number }): Promise<number> {
  const { bytes, position } = at;
  return ask<number>(session, 'read', (sftp, done) => sftp.read(handle, bytes, 0, bytes.length, position, done));
}

/** A server may give less than it was asked for; a file that is shorter than it should be hashes differently, which is all that is asked. */
async function readPiece(session: Session, handle: Buffer, at: { position: number; length: number }): Promise<Buffer> {
  const bytes = Buffer.alloc(at.length);
  let got = 0;
  while (got < at.length) {
    const count = await readSome(session, handle, { bytes: bytes.subarray(got), position: at.position + got });
    if (count === 0) break;
    got += count;
  }
  return bytes.subarray(0, got);
}

/** Reads the first `size` bytes of a file back, many requests at a time, and gives their SHA-256 in hex. */
export async function hashRemote(session: Session, path: string, size: number): Promise<string> {
  const handle = await ask<Buffer>(session, 'open', (sftp, done) => sftp.open(path, 'r', done));
  try {
    const hash = createHash('sha256');
    const coming: Promise<Buffer>[] = [];
    let position = 0;
    const fill = () => {
      while (coming.length < IN_FLIGHT && position < size) {
        const length = Math.min(PIECE, size - position);
        const piece = readPiece(session, handle, { position, length });
        // The first failure is told by the loop; the others must not count as unheard.
        piece.catch(() => undefined);
        coming.push(piece);
        position += length;
      }
    };
    for (fill(); coming.length > 0; fill()) {
      const bytes = await coming.shift();
      if (!bytes) throw lost('read');
      hash.update(bytes);
    }
    return hash.digest('hex');
  } finally {
    await ask<void>(session, 'close', (sftp, done) => sftp.close(handle, (cause) => done(cause, undefined))).catch(
      // Nothing was written; what was read has been hashed.
      () => undefined,
    );
  }
}
