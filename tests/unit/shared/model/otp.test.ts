import { describe, expect, test } from 'vitest';
import { isOtp, normaliseOtp } from '../../../../shared/model/otp.ts';

describe('normaliseOtp', () => {
  test.each([
    ['012345', '012345'],
    ['000000', '000000'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['123\u2013456\u2212', '123456'],
    ['12\u200b34\u00a056\u3000', '123456'],
    ['\ufeff123456\r\n', '123456'],
    ['１２３４５６', '123456'],
    ['٠١٢٣٤٥', '012345'],
    ['۶۷۸۹۰۱', '678901'],
    ['०१२३४५', '012345'],
    ['𝟎𝟏𝟐𝟗𝟘𝟡', '012909'],
    ['12a456', '12a456'],
    ['①②③', '①②③'],
    ['', ''],
  ])('%j becomes %j', (typed, expected) => {
    expect(normaliseOtp(typed)).toBe(expected);
  });

  test('knows every decimal digit that has a compatibility form, and every run is ten long', () => {
    const digits: number[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
      if (/^\p{Nd}$/u.test(String.fromCodePoint(codePoint))) digits.push(codePoint);
    }
    expect(digits.length % 10).toBe(0);
    for (const [index, codePoint] of digits.entries()) {
      expect(normaliseOtp(String.fromCodePoint(codePoint))).toBe(String(index % 10));
      const compatible = String.fromCodePoint(codePoint).normalize('NFKC');
      if (/^[0-9]$/.test(compatible)) expect(compatible).toBe(String(index % 10));
    }
  });
});

describe('isOtp', () => {
  test('wants exactly the announced number of ASCII digits', () => {
    expect(isOtp('012345', 6)).toBe(true);
    expect(isOtp('12345', 6)).toBe(false);
    expect(isOtp('1234567', 6)).toBe(false);
    expect(isOtp('12345a', 6)).toBe(false);
    expect(isOtp('', 0)).toBe(false);
  });
});
