import { describe, expect, test } from 'vitest';
import { createEcpClient } from '../../../../main/ecp/create-ecp-client.ts';
import type { HttpRequest, HttpResponse } from '../../../../main/http/http.ts';
import { ok } from '../../../../shared/lib/result.ts';
import { sampleActivity } from '../../../helpers/sample-activity.ts';

interface Scripted {
  readonly status?: number;
  readonly code?: string;
  readonly data?: readonly unknown[];
  readonly nextCursor?: string;
}

/** A client whose answers are scripted, in order; the last one is given again and again. */
function clientWith(...answers: readonly Scripted[]) {
  const requests: HttpRequest[] = [];
  const authorized = async (_realm: string, request: HttpRequest) => {
    const { status = 200, code = '0', ...rest } = answers[Math.min(requests.length, answers.length - 1)] ?? {};
    requests.push(request);
    const body = Buffer.from(JSON.stringify({ code, message: '', timestamp: '', ...rest }));
    const response: HttpResponse = { status, headers: { 'content-type': 'application/json' }, body };
    return ok(response);
  };
  return {
    client: createEcpClient({ sessions: { authorized }, profile: { ecpApi: 'https://127.0.0.1:9' } }),
    requests,
  };
}

const wireActivity = (changes: object = {}) => ({
  ...sampleActivity(),
  receivedAt: '2026-05-22T18:00:00.000+08:00',
  ...changes,
});
const receipt = {
  reference: 'R',
  fileName: 'a b&c.csv',
  size: 3,
  sha256: 'ab'.repeat(32),
  receivedAt: '2026-05-22T10:00:00Z',
  status: 'accepted',
  replacedSha256: null,
  journalHead: '1:x',
};

test('a submission carries key, digest, head and names, each where the wire document says', async () => {
  const { client, requests } = clientWith({ status: 201, data: [receipt] });
  const result = await client.submit({
    idempotencyKey: '7b0c7a6e-0b7a-4c57-a1d7-b8f6f5d8f001',
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2026-05-22',
    fileName: 'a b&c.csv',
    size: 3,
    sha256: 'ab'.repeat(32),
    journalHead: '1:x',
    open: async function* () {
      yield Buffer.from('abc');
    },
    signal: new AbortController().signal,
  });
  const { status: _, ...fields } = receipt;
  expect(result).toEqual(ok({ ...fields, receivedAt: Date.parse('2026-05-22T10:00:00Z') }));
  const url = new URL(requests[0]?.url ?? '');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    folderId: 'SD1',
    identity: 'SEHK Participant',
    participantCode: '01234',
    inputDate: '2026-05-22',
    fileName: 'a b&c.csv',
  });
  expect(requests[0]).toMatchObject({
    method: 'POST',
    headers: {
      'idempotency-key': '"7b0c7a6e-0b7a-4c57-a1d7-b8f6f5d8f001"',
      'content-digest': `sha-256=:${Buffer.from('ab'.repeat(32), 'hex').toString('base64')}:`,
      'x-journal-head': '1:x',
    },
    body: { length: 3 },
  });
});

describe('asking', () => {
  test.each([
    {
      answer: { status: 200, data: [receipt] },
      expected: { value: { kind: 'received', receipt: { reference: 'R' } } },
    },
    { answer: { status: 202, code: 'P202' }, expected: { value: { kind: 'in-progress' } } },
    { answer: { status: 404, code: 'P404' }, expected: { value: { kind: 'unknown' } } },
    {
      answer: { status: 422, code: '4505' },
      expected: { value: { kind: 'refused', error: { exchangeCode: '4505' } } },
    },
    { answer: { status: 403, code: '2000' }, expected: { error: { code: 'folder-not-permitted' } } },
    { answer: { status: 404, code: '0' }, expected: { error: { code: 'answer-invalid' } } },
    { answer: { status: 200, data: [] }, expected: { error: { code: 'answer-invalid' } } },
    { answer: { status: 200, data: [receipt, receipt] }, expected: { error: { code: 'answer-invalid' } } },
    { answer: { status: 503, code: 'P503' }, expected: { error: { code: 'server-error' } } },
  ])('$answer.status $answer.code', async ({ answer, expected }) => {
    expect(await clientWith(answer).client.ask('key')).toMatchObject(expected);
  });
});

describe('activities', () => {
  test('pages are read to the last, in order', async () => {
    const { client, requests } = clientWith(
      { data: [wireActivity({ reference: 'A' })], nextCursor: 'c1' },
      { data: [wireActivity({ reference: 'B' })], nextCursor: 'c2' },
      { data: [], nextCursor: '0' },
    );
    const result = await client.activities();
    expect(result.ok && result.value.map((row) => row.reference)).toEqual(['A', 'B']);
    expect(requests.map((request) => new URL(request.url).searchParams.get('cursor'))).toEqual([null, 'c1', 'c2']);
  });

  test.each([
    { what: 'a cursor that goes round', answers: [{ data: [wireActivity()], nextCursor: 'same' }] },
    { what: 'an empty page that is not the last', answers: [{ data: [], nextCursor: 'more' }] },
    { what: 'a page without a cursor', answers: [{ data: [wireActivity()] }] },
    { what: 'a row with a wrong checksum', answers: [{ data: [wireActivity({ sha256: 'ABC' })], nextCursor: '0' }] },
    {
      what: 'a row with a time that is none',
      answers: [{ data: [wireActivity({ receivedAt: 'now' })], nextCursor: '0' }],
    },
  ])('$what is no answer', async ({ answers }) => {
    expect(await clientWith(...answers).client.activities()).toMatchObject({ error: { code: 'answer-invalid' } });
  });

  test('at most 20,000 rows are read, however many there are', async () => {
    const page = Array.from({ length: 1000 }, () => wireActivity());
    const pages = Array.from({ length: 30 }, (_, index) => ({ data: page, nextCursor: `c${index}` }));
    const { client, requests } = clientWith(...pages);
    const result = await client.activities();
    expect(result.ok && result.value.length).toBe(20_000);
    expect(requests).toHaveLength(20);
  });
});
