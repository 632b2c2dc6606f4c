import { expect, test } from 'vitest';
import { systemRandomness } from '../../../../../main/practice/core/randomness.ts';

test('digits are digits of that length, and a leading zero occurs', () => {
  const drawn = Array.from({ length: 400 }, () => systemRandomness.digits(6));
  expect(drawn.every((text) => /^\d{6}$/.test(text))).toBe(true);
  // Without leading zeros this would be empty; with them it is so once in 10^18 runs.
  expect(drawn.filter((text) => text.startsWith('0')).length).toBeGreaterThan(0);
});

test('tokens carry 256 bits and do not repeat', () => {
  const drawn = new Set(Array.from({ length: 100 }, () => systemRandomness.token()));
  expect(drawn.size).toBe(100);
  for (const token of drawn) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});
