import { describe, expect, test } from 'vitest';
import { judgeSend } from '../../../../main/submission/judge-send.ts';
import { appError, type ErrorCode, errorCodes } from '../../../../shared/contract/errors.ts';

const begun = { hasBegun: true, wasCancelled: false };
const notBegun = { hasBegun: false, wasCancelled: false };

test('once bytes have left, only the exchange’s own word ends the doubt', () => {
  const certain: readonly ErrorCode[] = [
    'refused-by-exchange',
    'folder-not-permitted',
    'idempotency-conflict',
    'not-logged-in',
    'session-ended',
    'token-downgraded',
    'rate-limited',
  ];
  for (const code of errorCodes) {
    expect(judgeSend(appError(code), begun).kind === 'in-doubt').toBe(!certain.includes(code));
  }
});

test('nothing is in doubt when no byte has left, and everything but a refusal may be tried again', () => {
  for (const code of errorCodes) {
    const outcome = judgeSend(appError(code), notBegun);
    expect(outcome.kind).not.toBe('in-doubt');
    if (outcome.kind === 'failed') expect(outcome.error.retry).not.toBe('never');
  }
});

describe('the operator broke it off', () => {
  test('before the first byte it is cancelled, afterwards it must be asked', () => {
    const cancelled = appError('cancelled');
    expect(judgeSend(cancelled, { hasBegun: false, wasCancelled: true })).toEqual({
      kind: 'failed',
      error: appError('cancelled', { retry: 'now' }),
    });
    expect(judgeSend(cancelled, { hasBegun: true, wasCancelled: true })).toMatchObject({
      kind: 'in-doubt',
      cause: 'cancelled',
    });
  });
});

test('a key that is under way elsewhere must be asked for; a key that is spent is refused', () => {
  expect(judgeSend(appError('idempotency-conflict', { retry: 'now' }), begun)).toMatchObject({ kind: 'in-doubt' });
  expect(judgeSend(appError('idempotency-conflict'), begun)).toMatchObject({ kind: 'refused' });
});
