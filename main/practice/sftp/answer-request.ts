import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../faults/fault.ts';
import { type Attributes, answer, openFlag, type PacketReader, request, status } from './packets.ts';
import type { Place, Tree } from './tree.ts';

const LONGEST_PACKET = 256 * 1024;
const LONGEST_DATA = LONGEST_PACKET - 1024;

type FilePlace = Extract<Place, { kind: 'file' }>;
/** A final name on the way in: gives why it is refused, or null when the exchange took it. */
export type TakeFile = (from: FilePlace, to: FilePlace) => string | null;

type Opened =
  | { readonly descriptor: number; readonly path: string }
  | { names: readonly string[]; isBegun: boolean; readonly path: string };

/** What the requests of one channel share. */
export interface Desk {
  readonly tree: Tree;
  readonly takeFile: TakeFile;
  /** What is open, by its handle. */
  readonly opened: Map<string, Opened>;
}

/** One request: its number, what it says, and the fault that spoils its work. */
export interface Asked {
  readonly type: number;
  readonly id: number;
  readonly reader: PacketReader;
  readonly fault: Fault | null;
}

/** A refusal that the client is told. */
export class Refused extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

function attributesOf(stats: Stats, fault: Fault | null): Attributes {
  const size = fault?.kind === 'wrong-size' ? stats.size + 1 : stats.size;
  return { size, mode: stats.mode, modifiedAt: stats.mtimeMs };
}

/** A file that may be written, renamed or removed. */
function ownPlace(desk: Desk, path: string): FilePlace {
  const found = filePlace(desk, path);
  if (found.readOnly) throw new Refused(status.denied, 'Permission denied');
  return found;
}

function open(desk: Desk, { id, reader }: Asked): Buffer {
  const path = reader.text();
  const mode = modeOf(reader.number());
  const found = mode === 'r' ? filePlace(desk, path) : ownPlace(desk, path);
  return answer.handle(id, keep(desk, { descriptor: openSync(found.path, mode, 0o600), path: found.path }));
}

function place({ tree }: Desk, path: string): Place {
  const found = tree.find(path);
  if (!found) throw new Refused(status.noSuchFile, 'No such file');
  return found;
}

function filePlace(desk: Desk, path: string): FilePlace {
  const found = place(desk, path);
  if (found.kind === 'folder') throw new Refused(status.denied, 'Not a file');
  return found;
}

function modeOf(flags: number): string {
  if ((flags & openFlag.write) === 0) return 'r';
  if ((flags & openFlag.create) === 0) return 'r+';
  if ((flags & openFlag.exclusive) !== 0) return 'wx+';
  return (flags & openFlag.truncate) === 0 ? 'a+' : 'w+';
}

let handles = 0;

function keep(desk: Desk, opened: Opened): Buffer {
  handles += 1;
  desk.opened.set(String(handles), opened);
  return Buffer.from(String(handles));
}

function openedFile({ opened }: Desk, handle: string): Extract<Opened, { descriptor: number }> {
  const found = opened.get(handle);
  if (!found || !('descriptor' in found)) throw new Refused(status.failure, 'No such handle');
  return found;
}

function descriptorOf(desk: Desk, handle: string): number {
  return openedFile(desk, handle).descriptor;
}

function done(id: number): Buffer {
  return answer.status(id, status.ok, 'Success');
}

/** Names that an exchange should never have and a client must never use. */
const STRANGE_NAMES = [
  '../../outside.csv',
  'a/b.csv',
  'a\\b.csv',
  'line\nbreak.csv',
  'NUL.csv',
  'x'.repeat(300),
  'csv.\u202eexe',
];

/** Names of one answer, as OpenSSH gives them: more of them would not fit a packet. */
const NAMES_AT_ONCE = 100;

/** The names of a folder, some with each answer; after the last one comes the end. */
function readFolder(desk: Desk, { id, reader, fault }: Asked): Buffer {
  const found = desk.opened.get(reader.text());
  if (!found || 'descriptor' in found) throw new Refused(status.failure, 'No such handle');
  const strange = fault?.kind === 'strange-names' && !found.isBegun ? STRANGE_NAMES : [];
  const names = found.names.slice(0, NAMES_AT_ONCE);
  if (names.length + strange.length === 0) throw new Refused(status.eof, 'End of file');
  found.names = found.names.slice(NAMES_AT_ONCE);
  found.isBegun = true;
  const described = names.flatMap((name) => {
    // It may have got another name meanwhile.
    const stats = statSync(join(found.path, name), { throwIfNoEntry: false });
    return stats ? [{ name, attributes: attributesOf(stats, null) }] : [];
  });
  const attributes = { size: 3, mode: 0o100600, modifiedAt: 0 };
  return answer.names(id, [...strange.map((name) => ({ name, attributes })), ...described]);
}

function write(desk: Desk, { id, reader, fault }: Asked): Buffer {
  const descriptor = descriptorOf(desk, reader.text());
  const position = reader.long();
  const bytes = Buffer.from(reader.bytes());
  if (fault?.kind === 'flip' && bytes.length > 0) bytes[0] = (bytes[0] ?? 0) ^ 1;
  const taken = fault?.kind === 'short' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
  writeSync(descriptor, taken, 0, taken.length, position);
  return done(id);
}

function read(desk: Desk, { id, reader, fault }: Asked): Buffer {
  const { descriptor, path } = openedFile(desk, reader.text());
  const position = reader.long();
  const bytes = Buffer.alloc(Math.min(reader.number(), LONGEST_DATA));
  const count = readSync(descriptor, bytes, 0, bytes.length, position);
  if (fault?.kind === 'grow') appendFileSync(path, 'one more line\r\n');
  if (count === 0) throw new Refused(status.eof, 'End of file');
  if (fault?.kind === 'flip') bytes[0] = (bytes[0] ?? 0) ^ 1;
  // A server may give less than it was asked for, and is asked again.
  return answer.data(id, bytes.subarray(0, fault?.kind === 'short' ? Math.ceil(count / 2) : count));
}

function rename(desk: Desk, { id, reader }: Asked, mayReplace: boolean): Buffer {
  const from = ownPlace(desk, reader.text());
  const to = ownPlace(desk, reader.text());
  statSync(from.path);
  const exists = statSync(to.path, { throwIfNoEntry: false }) !== undefined;
  // As OpenSSH answers it.
  if (exists && !mayReplace) throw new Refused(status.failure, 'Failure');
  if (from.folderId !== to.folderId || to.name.startsWith('.')) throw new Refused(status.denied, 'Not to that name');
  const refusal = desk.takeFile(from, to);
  if (refusal !== null) throw new Refused(status.denied, refusal);
  return done(id);
}

function extended(desk: Desk, asked: Asked, name: string): Buffer {
  const { id, reader } = asked;
  if (name === 'limits@openssh.com') return answer.limits(id, LONGEST_PACKET, LONGEST_DATA);
  if (name === 'posix-rename@openssh.com') return rename(desk, asked, true);
  if (name !== 'fsync@openssh.com') throw new Refused(status.unsupported, 'Operation unsupported');
  fsyncSync(descriptorOf(desk, reader.text()));
  return done(id);
}

function close(desk: Desk, { id, reader }: Asked): Buffer {
  const handle = reader.text();
  const found = desk.opened.get(handle);
  if (!found) throw new Refused(status.failure, 'No such handle');
  desk.opened.delete(handle);
  if ('descriptor' in found) closeSync(found.descriptor);
  return done(id);
}

/** Does one request and gives its answer. `extension` is the name of an extended one, which has been read. Throws what refuses it. */
export function answerRequest(desk: Desk, asked: Asked, extension: string): Buffer {
  const { type, id, reader, fault } = asked;
  switch (type) {
    case request.open:
      return open(desk, asked);
    case request.opendir: {
      const { path } = place(desk, reader.text());
      return answer.handle(id, keep(desk, { names: readdirSync(path), isBegun: false, path }));
    }
    case request.readdir:
      return readFolder(desk, asked);
    case request.close:
      return close(desk, asked);
    case request.read:
      return read(desk, asked);
    case request.write:
      return write(desk, asked);
    case request.fstat:
      return answer.attributes(id, attributesOf(fstatSync(descriptorOf(desk, reader.text())), fault));
    case request.stat:
    case request.lstat:
      return answer.attributes(id, attributesOf(statSync(place(desk, reader.text()).path), fault));
    case request.remove:
      unlinkSync(ownPlace(desk, reader.text()).path);
      return done(id);
    case request.realpath:
      return answer.names(id, [{ name: '/', attributes: { size: 0, mode: 0o40700, modifiedAt: 0 } }]);
    case request.rename:
      return rename(desk, asked, false);
    case request.extended:
      return extended(desk, asked, extension);
    default:
      throw new Refused(status.unsupported, 'Operation unsupported');
  }
}
