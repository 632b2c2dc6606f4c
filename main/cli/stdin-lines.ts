/** Standard input, a line at a time and only when one is asked for. */
export interface StdinLines {
  /** The next line without its end, or null at the end of the input, or when the signal was raised. A terminal shows none of it. */
  next(signal: AbortSignal): Promise<string | null>;
}

export interface StdinOptions {
  /** Ctrl+C, which a terminal that shows nothing hands over as a character. */
  readonly onInterrupt: () => void;
}

/** The longest line, in bytes; a password is far shorter. */
const MOST = 4_096;
const INTERRUPT = 0x03;
const END = 0x04;
const BACKSPACES = [0x08, 0x7f];

/** Turns what a terminal sends key by key into what a person meant; null: Ctrl+C. */
function edited(kept: Buffer, typed: Buffer): Buffer | null {
  const bytes = [...kept];
  for (const byte of typed) {
    if (byte === INTERRUPT) return null;
    if (BACKSPACES.includes(byte)) {
      // A character of UTF-8 ends at its first byte, which is no continuation.
      while (bytes.length > 0 && ((bytes.pop() ?? 0) & 0xc0) === 0x80);
    } else bytes.push(byte === 0x0d ? 0x0a : byte);
  }
  return Buffer.from(bytes);
}

/** Reads from a stream. What was read is overwritten once it has been handed over; a string of it lives as long as its reader needs it. */
export function createStdinLines(stream: NodeJS.ReadStream, { onInterrupt }: StdinOptions): StdinLines {
  let kept = Buffer.alloc(0);
  let ended = false;
  let begun = false;
  let wake: () => void = () => undefined;

  const end = () => {
    ended = true;
    wake();
  };
  const take = (piece: Buffer) => {
    const joined = stream.isTTY ? edited(kept, piece) : Buffer.concat([kept, piece]);
    kept.fill(0);
    piece.fill(0);
    kept = Buffer.from(joined ?? []);
    if (joined === null) onInterrupt();
    if (joined === null || kept.length > MOST || (stream.isTTY && kept.includes(END))) end();
    wake();
  };
  /** While a line is waited for a terminal shows nothing. */
  const listen = (on: boolean) => {
    if (!begun) stream.on('data', take).once('end', end).once('error', end);
    begun = true;
    if (stream.isTTY) stream.setRawMode(on);
    if (on) stream.resume();
    else stream.pause();
  };
  function cut(): string | null {
    const at = kept.indexOf(0x0a);
    if (at < 0 && (stream.isTTY || !ended || kept.length === 0)) return null;
    const line = kept.subarray(0, at < 0 ? kept.length : at);
    const text = line.toString('utf8').replace(/\r$/, '');
    kept = at < 0 ? Buffer.alloc(0) : Buffer.from(kept.subarray(at + 1));
    line.fill(0);
    return text;
  }
  return {
    async next(signal) {
      listen(true);
      try {
        for (;;) {
          const line = cut();
          if (line !== null || ended || signal.aborted) return line;
          await new Promise<void>((resolve) => {
            wake = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
      } finally {
        listen(false);
      }
    },
  };
}
