import { expect, test } from 'vitest';
import { isOlderVersion } from '../../../../main/policy/is-older-version.ts';

test.each([
  ['1.2.3', '1.2.3', false],
  ['1.2.3', '1.2.4', true],
  ['1.10.0', '1.9.9', false],
  ['0.9.9', '1.0.0', true],
  ['2.0.0', '1.9.9', false],
  ['1.2.0-beta.1', '1.2.0', true],
  ['1.3.0-beta.1', '1.2.0', false],
  ['1.2', '1.2.0', false],
  ['unknown', '0.0.1', true],
  ['', '0.0.1', true],
])('version %s where %s is wanted: %s', (own, minimum, older) => {
  expect(isOlderVersion(own, minimum)).toBe(older);
});
