import { type AppError, appError } from '../../shared/contract/errors.ts';

/** What an attempt that did not bring a receipt means. */
export type SendOutcome =
  | { readonly kind: 'refused'; readonly error: AppError }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'in-doubt'; readonly cause: 'no-answer' | 'cancelled'; readonly error: AppError };

export interface SendCircumstances {
  /** At least one byte of the file was handed to the connection. */
  readonly hasBegun: boolean;
  /** The operator broke it off. */
  readonly wasCancelled: boolean;
}

/**
 * Judges a failed attempt. `failed` only where it is certain that the exchange accepted nothing; `refused` only by its own word; all
 * else is `in-doubt` and must be asked (design section 5).
 */
export function judgeSend(error: AppError, { hasBegun, wasCancelled }: SendCircumstances): SendOutcome {
  switch (error.code) {
    case 'refused-by-exchange':
    case 'folder-not-permitted':
      return { kind: 'refused', error };
    case 'idempotency-conflict':
      // `now`: another request with this key is under way, so its outcome is ours. Otherwise the key is spent.
      return error.retry === 'now'
        ? { kind: 'in-doubt', cause: wasCancelled ? 'cancelled' : 'no-answer', error }
        : { kind: 'refused', error };
    case 'not-logged-in':
    case 'session-ended':
    case 'token-downgraded':
      // The exchange looks at the token first and takes nothing without one.
      return { kind: 'failed', error: { ...error, retry: 'after-login' } };
    case 'rate-limited':
      return { kind: 'failed', error: { ...error, retry: 'now' } };
    default:
      if (hasBegun) return { kind: 'in-doubt', cause: wasCancelled ? 'cancelled' : 'no-answer', error };
      return {
        kind: 'failed',
        error: wasCancelled ? appError('cancelled', { retry: 'now' }) : { ...error, retry: 'now' },
      };
  }
}
