import { isLocked, type LockFeature } from './lock-feature.ts';

/** A key or a click is told at most this often: much finer than the shortest choice, which is minutes. */
const ONCE_A_MS = 5_000;

export interface OperatorOptions {
  readonly feature: LockFeature;
  readonly target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
}

/** Tells the program that its operator is there. Gives the function that ends it. */
export function watchOperator({ feature, target, now }: OperatorOptions): () => void {
  let last = Number.NEGATIVE_INFINITY;
  const onSign = () => {
    if (isLocked(feature) || now() - last < ONCE_A_MS) return;
    last = now();
    void feature.client.call('lock/present', {});
  };
  for (const kind of ['keydown', 'pointerdown', 'wheel']) target.addEventListener(kind, onSign, { passive: true });
  return () => {
    for (const kind of ['keydown', 'pointerdown', 'wheel']) target.removeEventListener(kind, onSign);
  };
}
