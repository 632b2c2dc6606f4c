import { generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import {
  authenticatorAddress,
  makeAuthenticatorSecret,
  timeStepOfCode,
} from '../../../../../main/practice/authenticator/totp.ts';

/** RFC 6238 appendix B: the seed is `1234567890` repeated to the length of the hash; eight digits. */
const seed = (bytes: number) => Buffer.from('1234567890'.repeat(7).slice(0, bytes), 'ascii');
const seeds = { sha1: seed(20), sha256: seed(32), sha512: seed(64) };
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;
const cases = vectors.flatMap(([epoch, sha1, sha256, sha512]) => [
  { epoch, algorithm: 'sha1' as const, code: sha1 },
  { epoch, algorithm: 'sha256' as const, code: sha256 },
  { epoch, algorithm: 'sha512' as const, code: sha512 },
]);

describe('the codes of RFC 6238, appendix B', () => {
  test('are eighteen', () => expect(cases).toHaveLength(18));

  test.each(cases)('$algorithm at $epoch is $code', ({ epoch, algorithm, code }) => {
    expect(generateSync({ secret: seeds[algorithm], algorithm, digits: 8, epoch })).toBe(code);
  });
});

describe('a code of an app', () => {
  const secret = makeAuthenticatorSecret();
  const now = 1_700_000_010_000;
  const step = Math.floor(now / 30_000);
  const codeAt = (distance: number) => generateSync({ secret, epoch: now / 1000 + distance * 30 });

  test.each([-1, 0, 1])('counts %i steps from now', (distance) => {
    expect(timeStepOfCode(secret, codeAt(distance), now)).toBe(step + distance);
  });

  test.each([-2, 2])('does not count %i steps from now', (distance) => {
    expect(timeStepOfCode(secret, codeAt(distance), now)).toBeNull();
  });

  test('is six digits', () => {
    for (const typed of ['', '12345', '1234567', 'abcdef', `${codeAt(0)} `, '１２３４５６']) {
      expect(timeStepOfCode(secret, typed, now)).toBeNull();
    }
  });

  test('comes of a secret of 160 bits whose address an app can read', () => {
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const address = new URL(authenticatorAddress(secret, 'chan@firm.example'));
    expect(address.protocol).toBe('otpauth:');
    expect(address.searchParams.get('secret')).toBe(secret);
    expect(decodeURIComponent(address.pathname)).toContain('Client Connect (PRACTICE):chan@firm.example');
  });
});
