/** An answer as far as it is looked at. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string | null;
  /** The `Date` header as it came. */
  readonly date: string | null;
  /** The first 64 KB. */
  readonly text: string;
  /** When it was asked for and when the headers had come, in ms of this PC's clock. */
  readonly askedAt: number;
  readonly answeredAt: number;
}
