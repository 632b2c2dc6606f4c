/** The practice exchange's own clock: the PC's clock plus an offset that a person or a test sets. */
export interface ExchangeClock {
  /** Exchange time in ms since 1970. */
  now(): number;
  offsetMs(): number;
  setOffset(offsetMs: number): void;
}

/** Where the offset is kept over a restart. */
export interface OffsetStore {
  read(): number;
  write(offsetMs: number): void;
}

/** Takes the PC's clock (ms since 1970) and the place of the offset. The offset may be negative. */
export function createExchangeClock(pcNow: () => number, store: OffsetStore): ExchangeClock {
  let offset = store.read();
  return {
    now: () => pcNow() + offset,
    offsetMs: () => offset,
    setOffset(offsetMs) {
      offset = Math.round(offsetMs);
      store.write(offset);
    },
  };
}
