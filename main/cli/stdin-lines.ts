/** Standard input, a line at a time and only when one is asked for. */
export interface StdinLines {
  /** The next line without its end, or null at the end of the input, or when the signal was raised. At most 1,024 characters of it. */
  next(signal: AbortSignal): Promise<string | null>;
  /** Lets the process end although the input is open. */
  close(): void;
}

const MOST = 4_096;

/** Reads from a stream. What was read is overwritten once it has been handed over; a string of it lives as long as its reader needs it. */
export function createStdinLines(stream: NodeJS.ReadStream): StdinLines {
  let kept = Buffer.alloc(0);
  let ended = false;
  let wake: () => void = () => undefined;
  const take = (piece: Buffer) => {
    const joined = Buffer.concat([kept, piece]);
    kept.fill(0);
    piece.fill(0);
    kept = joined;
    if (kept.length > MOST) end();
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  let begun = false;
  function begin(): void {
    if (!begun) stream.on('data', take).once('end', end).once('error', end);
    begun = true;
    stream.resume();
  }
  function cut(): string | null {
    const at = kept.indexOf(0x0a);
    if (at < 0 && !(ended && kept.length > 0)) return null;
    const line = kept.subarray(0, at < 0 ? kept.length : at);
    const text = line.toString('utf8').replace(/\r$/, '');
    kept = at < 0 ? Buffer.alloc(0) : Buffer.from(kept.subarray(at + 1));
    line.fill(0);
    return text;
  }
  return {
    async next(signal) {
      begin();
      for (;;) {
        const line = cut();
        if (line !== null || ended || signal.aborted) return line;
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    close: () => stream.destroy(),
  };
}
