import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../../../main/ecp/read-answer.ts';
import type { HttpResponse } from '../../../../main/http/http.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };
const envelope = (code: string, rest: object = {}) =>
  JSON.stringify({ code, message: 'said', timestamp: 't', ...rest });

function answer(status: number, body: string | Uint8Array, headers: Record<string, string> = json): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
}

test('a success gives its envelope', () => {
  const result = readAnswer(answer(200, envelope('0', { data: [1], nextCursor: '0', unknown: true })));
  expect(result).toEqual({ ok: true, value: { code: '0', message: 'said', data: [1], nextCursor: '0' } });
});

describe('refusals keep the exchange’s own code', () => {
  test.each([
    { status: 422, code: '4505', expected: { code: 'refused-by-exchange', retry: 'never' } },
    { status: 403, code: '2000', expected: { code: 'folder-not-permitted' } },
    { status: 403, code: 'P403', expected: { code: 'folder-not-permitted' } },
    { status: 200, code: '2000', expected: { code: 'folder-not-permitted' } },
    { status: 413, code: 'P413', expected: { code: 'refused-by-exchange' } },
    { status: 409, code: 'P409', expected: { code: 'idempotency-conflict', retry: 'now' } },
    { status: 422, code: 'P422', expected: { code: 'idempotency-conflict', retry: 'never' } },
  ])('$status $code', ({ status, code, expected }) => {
    const result = readAnswer(answer(status, envelope(code)));
    expect(result).toMatchObject({ error: { ...expected, exchangeCode: code, details: { message: 'said' } } });
  });

  test('its words are shortened and cannot steer anything', () => {
    const message = `\u001b[31m\u202e${'x'.repeat(500)}`;
    const result = readAnswer(answer(422, JSON.stringify({ code: 'P1', message })));
    const shown = result.ok ? '' : String(result.error.details?.message);
    expect(shown.length).toBeLessThanOrEqual(200);
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('what is no answer of this API', () => {
  test.each([
    { what: 'HTML', given: answer(200, '<html>', { 'content-type': 'text/html' }) },
    { what: 'JSON said to be HTML', given: answer(200, envelope('0'), { 'content-type': 'text/html' }) },
    { what: 'without a type', given: answer(200, envelope('0'), {}) },
    { what: 'empty', given: answer(200, '') },
    { what: 'cut off', given: answer(200, envelope('0').slice(0, -5)) },
    { what: 'not UTF-8', given: answer(200, Buffer.from([0x22, 0xff, 0x22])) },
    { what: 'deeply nested', given: answer(200, '['.repeat(100_000) + ']'.repeat(100_000)) },
    { what: 'another shape', given: answer(200, '{"error":"x"}') },
    { what: 'a code that is too long', given: answer(422, envelope('x'.repeat(17))) },
    { what: 'a refusal that says success', given: answer(422, envelope('0')) },
    { what: 'the 404 page of a proxy', given: answer(404, '<h1>404</h1>', { 'content-type': 'text/html' }) },
  ])('$what', ({ given }) => {
    expect(readAnswer(given)).toMatchObject({ ok: false, error: { code: 'answer-invalid' } });
  });

  test('whatever the bytes, it is read as an error or an envelope and never thrown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.uint8Array(), fc.json(), (status, bytes, text) => {
        expect(readAnswer(answer(status, bytes)).ok).toBe(false);
        const read = readAnswer(answer(status, text));
        if (read.ok) expect(read.value.code).toBe('0');
      }),
    );
  });
});

test.each([
  { status: 500, code: 'server-error', retry: 'now' },
  { status: 503, code: 'server-error', retry: 'now' },
  { status: 429, code: 'rate-limited', retry: 'now' },
  { status: 401, code: 'session-ended', retry: 'after-login' },
])('$status is $code, whatever its body', ({ status, code, retry }) => {
  for (const body of [envelope('P503'), '<html>', '']) {
    expect(readAnswer(answer(status, body, {}))).toMatchObject({ error: { code, retry } });
  }
});
