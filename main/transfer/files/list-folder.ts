import type { FileEntryWithStats } from 'ssh2';
import { appError } from '../../../shared/contract/errors.ts';
import { checkFileName } from '../../../shared/model/check-file-name.ts';
import { ask, Refusal, type Session } from '../session.ts';
import type { FolderListing, RemoteEntry } from '../transfer.ts';
import { TransferFailure } from '../transfer-failure.ts';

/** A folder with more names than this is not read to its end: no exchange keeps so many waiting. */
const MOST_NAMES = 20_000;
const END_OF_FILE = 1;
/** Still being written, by whichever program (the same names are left alone in watch folders). */
const UNFINISHED = /^[.~]|\.(?:tmp|part|filepart)$/i;

/** What stands for bytes that were not UTF-8: no request could name such a file. */
const LOST_BYTES = '\ufffd';

type Answer = readonly FileEntryWithStats[];

async function readSome(session: Session, handle: Buffer): Promise<Answer | null> {
  try {
    return await ask<FileEntryWithStats[]>(session, 'list', (sftp, done) =>
      sftp.readdir(handle, (cause, list) => done(cause, list)),
    );
  } catch (cause) {
    if (cause instanceof Refusal && cause.status === END_OF_FILE) return null;
    throw cause;
  }
}

/** ssh2 leaves out what a server did not send, whatever its types say. */
type Sent = Partial<Pick<FileEntryWithStats['attrs'], 'mode' | 'size' | 'mtime'>>;

function entryOf({ filename, attrs }: FileEntryWithStats): RemoteEntry | 'passed-over' | null {
  const sent: Sent = attrs;
  // Without its kind it may be a file: somebody should know that it lies there.
  if (sent.mode === undefined) return UNFINISHED.test(filename) ? null : 'passed-over';
  if (!attrs.isFile()) return null;
  const isUsable = checkFileName(filename) === null && !filename.includes(LOST_BYTES);
  if (!isUsable || !Number.isSafeInteger(sent.size) || sent.mtime === undefined) return 'passed-over';
  if (UNFINISHED.test(filename)) return null;
  return { name: filename, size: attrs.size, modifiedAt: attrs.mtime * 1000 };
}

/**
 * The regular files of a folder, each name once. Names that cannot be used on this PC or that hide what they are (separators, control
 * characters, devices of Windows), and those of which the server says too little, are only counted; unfinished files and other things are left out. A folder with too many names is
 * `answer-too-large`.
 */
export async function listFolder(session: Session, path: string): Promise<FolderListing> {
  const handle = await ask<Buffer>(session, 'list', (sftp, done) => sftp.opendir(path, done));
  const entries = new Map<string, RemoteEntry>();
  let names = 0;
  let passedOver = 0;
  try {
    for (let some = await readSome(session, handle); some !== null; some = await readSome(session, handle)) {
      names += some.length;
      // An answer without a name would otherwise be asked for without end.
      if (names > MOST_NAMES || some.length === 0) throw new TransferFailure(appError('answer-too-large'));
      for (const entry of some.map(entryOf)) {
        if (entry === 'passed-over') passedOver += 1;
        else if (entry) entries.set(entry.name, entry);
      }
    }
    return { entries: [...entries.values()], passedOver };
  } finally {
    void ask<void>(session, 'close', (sftp, done) => sftp.close(handle, (cause) => done(cause, undefined))).catch(
      () => undefined,
    );
  }
}
