/** SFTP version 3 as in draft-ietf-secsh-filexfer-02: the numbers of its packets, answers and flags. */
export const request = {
  init: 1,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  realpath: 16,
  stat: 17,
  rename: 18,
  extended: 200,
} as const;

export const status = { ok: 0, eof: 1, noSuchFile: 2, denied: 3, failure: 4, badMessage: 5, unsupported: 8 } as const;
export const openFlag = { read: 1, write: 2, create: 8, truncate: 16, exclusive: 32 } as const;

/** A packet that is longer than this is an attack or a mistake. */
const LONGEST_PACKET = 512 * 1024;

/** Cuts a stream of bytes into packets; throws when one announces more than it may have. */
export function createPacketCutter(onPacket: (packet: Buffer) => void): (bytes: Buffer) => void {
  let waiting: Buffer[] = [];
  let length = 0;
  return (bytes) => {
    waiting.push(bytes);
    length += bytes.length;
    while (length >= 4) {
      const first = waiting[0];
      if (first && first.length < 4) waiting = [Buffer.concat(waiting)];
      const wanted = (waiting[0]?.readUInt32BE(0) ?? 0) + 4;
      if (wanted > LONGEST_PACKET) throw new Error('an SFTP packet is too long');
      if (length < wanted) return;
      const whole = waiting.length === 1 && waiting[0] ? waiting[0] : Buffer.concat(waiting);
      waiting = whole.length > wanted ? [whole.subarray(wanted)] : [];
      length -= wanted;
      onPacket(whole.subarray(4, wanted));
    }
  };
}

/** Reads the members of a packet, one after the other; throws when it is shorter than it should be. */
export interface PacketReader {
  byte(): number;
  number(): number;
  long(): number;
  bytes(): Buffer;
  text(): string;
}

/** Takes a packet without its length. */
export function readPacket(packet: Buffer): PacketReader {
  let at = 0;
  const skip = (count: number): number => {
    const from = at;
    at += count;
    return from;
  };
  const bytes = (): Buffer => {
    const count = packet.readUInt32BE(skip(4));
    if (at + count > packet.length) throw new Error('an SFTP packet is shorter than it says');
    const from = skip(count);
    return packet.subarray(from, from + count);
  };
  return {
    byte: () => packet.readUInt8(skip(1)),
    number: () => packet.readUInt32BE(skip(4)),
    long: () => Number(packet.readBigUInt64BE(skip(8))),
    bytes,
    text: () => bytes().toString('utf8'),
  };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([number(bytes.length), bytes]);
}

function packet(type: number, ...members: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...members]);
  return Buffer.concat([number(body.length), body]);
}

export interface Attributes {
  readonly size: number;
  readonly mode: number;
  /** ms since 1970 */
  readonly modifiedAt: number;
}

function attributes({ size, mode, modifiedAt }: Attributes): Buffer {
  const seconds = Math.floor(modifiedAt / 1000);
  // size, permissions and times are there
  return Buffer.concat([number(0x0d), long(size), number(mode), number(seconds), number(seconds)]);
}

/** The answers, each as a whole packet. */
export const answer = {
  version: (extensions: readonly string[]) =>
    packet(2, number(3), ...extensions.flatMap((name) => [text(name), text('1')])),
  status: (id: number, code: number, message: string) => packet(101, number(id), number(code), text(message), text('')),
  handle: (id: number, handle: Buffer) => packet(102, number(id), text(handle)),
  data: (id: number, bytes: Buffer) => packet(103, number(id), text(bytes)),
  names: (id: number, names: readonly { readonly name: string; readonly attributes: Attributes }[]) =>
    packet(
      104,
      number(id),
      number(names.length),
      ...names.flatMap((each) => [text(each.name), text(each.name), attributes(each.attributes)]),
    ),
  attributes: (id: number, value: Attributes) => packet(105, number(id), attributes(value)),
  limits: (id: number, longestPacket: number, longestData: number) =>
    packet(201, number(id), long(longestPacket), long(longestData), long(longestData), long(100)),
};
