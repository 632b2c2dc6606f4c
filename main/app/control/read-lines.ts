/** Takes pieces of a stream; calls `onLine` for each complete line. One that is longer than `most` bytes calls `onTooLong`, once. */
export function readLines(options: {
  readonly most: number;
  readonly onLine: (line: string) => void;
  readonly onTooLong: () => void;
}): (piece: Buffer) => void {
  let waiting: Buffer[] = [];
  let size = 0;
  let broken = false;
  return (piece) => {
    let rest = piece;
    while (!broken) {
      const end = rest.indexOf(0x0a);
      const part = end < 0 ? rest : rest.subarray(0, end);
      size += part.length;
      if (size > options.most) {
        broken = true;
        waiting = [];
        options.onTooLong();
        return;
      }
      waiting.push(part);
      if (end < 0) return;
      const line = Buffer.concat(waiting);
      waiting = [];
      size = 0;
      options.onLine(line.toString('utf8'));
      // A request may have held a passphrase.
      line.fill(0);
      rest = rest.subarray(end + 1);
      if (rest.length === 0) return;
    }
  };
}
