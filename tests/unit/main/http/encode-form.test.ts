import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeForm } from '../../../../main/http/encode-form.ts';

test('gives the bytes that URLSearchParams gives', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(fc.dictionary(text, text), (members) => {
      expect(encodeForm(members).toString('ascii')).toBe(new URLSearchParams(members).toString());
    }),
  );
});

test.each(['a b+c&d=e%f', 'pässwörd 密碼 🔑', "*-._~!'()", '\u0000\n'])('keeps %j', (value) => {
  expect(new URLSearchParams(encodeForm({ password: value }).toString('ascii')).get('password')).toBe(value);
});
