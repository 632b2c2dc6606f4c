/** An answer that a test holds back until it lets it go. */
export interface HeldAnswer<T> {
  readonly promise: Promise<T>;
  answer(value: T): void;
}

export function heldAnswer<T>(): HeldAnswer<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { promise, answer: resolve };
}
