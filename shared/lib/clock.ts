/** Time comes in as an argument, so that tests can hold it and no rule reads the PC's clock behind our back. */
export interface Clock {
  /** Wall clock of this PC in milliseconds since 1970-01-01T00:00:00Z. May be set by anybody at any time. */
  now(): number;
  /** Milliseconds of a clock that only goes forward; its zero has no meaning. */
  monotonic(): number;
}
