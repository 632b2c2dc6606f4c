/** Writing and reading of the data types of RFC 4251 section 5, as far as keys need them. */

/** Four bytes, the highest first. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A length and its bytes. */
export function sshString(value: string | Uint8Array): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** Takes the bytes of a positive number, the highest first; gives the shortest mpint for it. */
export function mpint(number: Uint8Array): Buffer {
  const first = number.findIndex((byte) => byte !== 0);
  const bytes = first === -1 ? new Uint8Array() : number.subarray(first);
  const needsSign = (bytes[0] ?? 0) >= 0x80;
  return sshString(needsSign ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export interface SshReader {
  uint32(): number;
  string(): Buffer;
  /** An mpint without its sign byte: the bytes of a positive number. */
  number(): Buffer;
}

/** Reads one after the other. Throws a `RangeError` at the end of the bytes. */
export function readSsh(bytes: Buffer): SshReader {
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('the key ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const string = () => take(take(4).readUInt32BE());
  return {
    uint32: () => take(4).readUInt32BE(),
    string,
    number: () => {
      const number = string();
      const first = number.findIndex((byte) => byte !== 0);
      return first === -1 ? Buffer.alloc(0) : number.subarray(first);
    },
  };
}
