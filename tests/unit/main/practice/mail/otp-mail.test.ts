import { expect, test } from 'vitest';
import { maskAddress, otpMail } from '../../../../../main/practice/mail/otp-mail.ts';

test.each([
  ['chan@firm.example', 'c••n@firm.example'],
  ['ab@firm.example', '••@firm.example'],
  ['a@firm.example', '•@firm.example'],
  ['a.very.long.name.indeed@firm.example', 'a••••••••d@firm.example'],
])('masks %s as %s', (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});

test('says until when, in Hong Kong', () => {
  const expiresAt = Date.parse('2026-05-22T16:30:05Z');
  const { text } = otpMail('ecp', 'chan@firm.example', { text: '000123', expiresAt });
  expect(text).toContain('one-time password is: 000123');
  expect(text).toContain('2026-05-23 00:30:05 HKT');
});
