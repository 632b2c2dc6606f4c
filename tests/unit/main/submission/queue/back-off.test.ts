import { expect, test } from 'vitest';
import { backOffMs, MOST_RETRIES, mayPass } from '../../../../../main/submission/queue/back-off.ts';
import { appError, errorCodes } from '../../../../../shared/contract/errors.ts';

test('the pauses grow and are bounded', () => {
  const seconds = Array.from({ length: MOST_RETRIES }, (_, retries) => backOffMs(retries) / 1000);
  expect(seconds).toEqual([5, 15, 45, 120, 300, 600, 900, 900]);
});

test('only what may pass by itself is tried again: no refusal, no changed key', () => {
  expect(errorCodes.filter((code) => mayPass(appError(code)))).toEqual(['unreachable', 'timed-out']);
});
