/** Memory that all files on one connection share for what is under way. */
export interface ByteBudget {
  /** Waits until so many bytes are free, in the order of coming; a piece larger than the whole waits until nothing else is taken. */
  take(bytes: number, ended: Promise<never>): Promise<void>;
  give(bytes: number): void;
}

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** Gives out so many bytes at a time. Whoever waits stops waiting when `ended` rejects, with its reason. */
export function createByteBudget(limit: number): ByteBudget {
  const waiting: Waiting[] = [];
  let taken = 0;
  const fits = (bytes: number) => taken === 0 || taken + bytes <= limit;
  const letGo = () => {
    for (let first = waiting[0]; first && fits(first.bytes); first = waiting[0]) {
      waiting.shift();
      taken += first.bytes;
      first.go();
    }
  };
  const give = (bytes: number) => {
    taken -= bytes;
    letGo();
  };
  return {
    give,
    async take(bytes, ended) {
      if (waiting.length === 0 && fits(bytes)) {
        taken += bytes;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const place: Waiting = { bytes, go: resolve };
      waiting.push(place);
      try {
        await Promise.race([promise, ended]);
      } catch (cause) {
        const index = waiting.indexOf(place);
        if (index < 0) give(bytes);
        else {
          waiting.splice(index, 1);
          letGo();
        }
        throw cause;
      }
    },
  };
}
