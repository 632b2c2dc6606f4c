/** How long the card process may take, in ms. */
export interface CardTiming {
  /** Between two looks; a removal is seen within this and one look. */
  readonly pollMs: number;
  readonly openMs: number;
  readonly lookMs: number;
  /** A log-in with the signature; a slow card needs seconds. */
  readonly signMs: number;
  /** The same when a person types on the reader. */
  readonly pinPadMs: number;
  /** Before the first restart of a failed process; it doubles with each failure in a row, up to half a minute. */
  readonly restartMs: number;
}

export const cardTiming: CardTiming = {
  pollMs: 1_000,
  openMs: 15_000,
  lookMs: 5_000,
  signMs: 60_000,
  pinPadMs: 120_000,
  restartMs: 1_000,
};
