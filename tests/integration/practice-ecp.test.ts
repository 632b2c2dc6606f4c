import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { describedAnswers, wireErrors } from '../helpers/ecp-wire.ts';
import { createPracticeClient, type PracticeAnswer, type PracticeClient } from '../helpers/practice-client.ts';
import { logInAs, type PracticeSetup, setUpPractice, submissionRequest } from '../helpers/practice-setup.ts';

const FOLDERS = 'GET /api/folders/v1';
const SUBMIT = 'POST /api/submissions/v1';
const ASK = 'GET /api/submissions/v1/{idempotencyKey}';
const ACTIVITIES = 'GET /api/activities/v1';

let setup: PracticeSetup;
let client: PracticeClient;
let token: string;
const seen = new Set<string>();

beforeAll(async () => {
  setup = await setUpPractice();
  client = await createPracticeClient(setup.exchange.profile);
  token = (await logInAs(setup.exchange, client, 'chan@firm.example')).accessToken;
});
afterAll(() => setup.close());

/** Sends to the API and holds the answer against the wire document. */
async function call(
  operation: string,
  request: Parameters<PracticeClient['api']>[1],
  accessToken = token,
): Promise<PracticeAnswer> {
  const answer = await client.api(accessToken, request);
  expect(wireErrors(operation, answer)).toEqual([]);
  seen.add(`${operation} ${answer.status}`);
  return answer;
}
const submit = (...given: Parameters<typeof submissionRequest>) => call(SUBMIT, submissionRequest(...given));
const ask = (key: string) => call(ASK, { method: 'GET', path: `/api/submissions/v1/${key}` });
const activities = (query = '') => call(ACTIVITIES, { method: 'GET', path: `/api/activities/v1${query}` });
const names = (day: string, code = '01234') => ({
  inputDate: day,
  fileName: `SD_${code}_${day.replaceAll('-', '')}.csv`,
  participantCode: code,
});

test('folders follow the functions of the user and close at 18:00 in Hong Kong', async () => {
  setup.exchange.control.setClockOffset(0);
  const folders = await call(FOLDERS, { method: 'GET', path: '/api/folders/v1' });
  expect(folders.json()).toMatchObject({
    code: '0',
    data: [
      {
        folderId: 'SD1',
        code: 'SD-1',
        participantCodes: ['01234', '01235'],
        migrated: true,
        maxBytes: 10 * 1024 * 1024,
      },
      { folderId: 'HBCNERBN' },
      { folderId: 'HBCNOTBN', migrated: false, dueAt: null },
    ],
  });
  expect(folders.text).toMatch(/"dueAt":"\d{4}-\d\d-\d\dT18:00:00\.000\+08:00"/);
  expect(folders.text).not.toContain('neededFunction');

  const single = await createPracticeClient(setup.exchange.profile);
  const { accessToken } = await logInAs(setup.exchange, single, 'yip@single.example');
  const own = await single.api(accessToken, { method: 'GET', path: '/api/folders/v1' });
  expect(own.json().data).toMatchObject([{ folderId: 'SD1', participantCodes: ['05678'] }]);
  expect(own.json().data).toHaveLength(1);
});

test.each([
  ['admin@firm.example', '2000'],
  ['sftp@firm.example', 'P403'],
])('%s is refused everywhere with %s', async (userId, code) => {
  client = await createPracticeClient(setup.exchange.profile);
  const other = await logInAs(setup.exchange, client, userId);
  const requests: [string, Parameters<PracticeClient['api']>[1]][] = [
    [FOLDERS, { method: 'GET', path: '/api/folders/v1' }],
    [SUBMIT, submissionRequest('x')],
    [ASK, { method: 'GET', path: `/api/submissions/v1/${randomUUID()}` }],
    [ACTIVITIES, { method: 'GET', path: '/api/activities/v1' }],
  ];
  for (const [operation, request] of requests) {
    const answer = await call(operation, request, other.accessToken);
    expect(answer.json()).toMatchObject({ code, exception: [{ recordErrorCode: code }] });
    expect(answer.status).toBe(403);
  }
  token = (await logInAs(setup.exchange, client, 'chan@firm.example')).accessToken;
});

test('takes a file once: sent again under its key it gets the first answer again', async () => {
  const key = randomUUID();
  const first = await submit('once', { key, query: names('2026-01-05') });
  expect(first.status).toBe(201);
  const again = await submit('once', { key, query: names('2026-01-05') });
  expect(again.status).toBe(200);
  expect(again.json().data).toEqual(first.json().data);
  expect((await ask(key)).json().data).toEqual(first.json().data);
  expect(setup.exchange.control.files().filter((file) => file.idempotencyKey === key)).toHaveLength(1);
  const stored = await readdir(join(setup.stateFolder, 'received'));
  expect(stored).toEqual(
    setup.exchange.control
      .files()
      .map((file) => file.reference)
      .sort(),
  );
});

test('a key with other content is P422, whichever part differs', async () => {
  const key = randomUUID();
  await submit('content', { key, query: names('2026-01-06') });
  for (const changed of [
    submissionRequest('other!!', { key, query: names('2026-01-06') }),
    submissionRequest('content', { key, query: names('2026-01-07') }),
  ]) {
    const answer = await call(SUBMIT, changed);
    expect([answer.status, answer.json().code]).toEqual([422, 'P422']);
  }
});

test('a file of the same name replaces the earlier one', async () => {
  const first = await submit('first', { query: names('2026-01-08') });
  const second = await submit('second', { query: names('2026-01-08') });
  const sha256 = createHash('sha256').update('first').digest('hex');
  expect(first.json().data).toMatchObject([{ sha256, replacedSha256: null }]);
  expect(second.json().data).toMatchObject([{ replacedSha256: sha256, status: 'accepted' }]);
  const rows = await activities('?size=2');
  expect(rows.json().data).toMatchObject([{ status: 'accepted' }, { status: 'replaced', sha256 }]);
});

const refusals: [string, { status: number; code: string }, Parameters<typeof submissionRequest>[1]][] = [
  ['Input Date and file name', { status: 422, code: '4505' }, { query: { inputDate: '2026-05-21' } }],
  ['participant not ours', { status: 422, code: 'P421' }, { query: names('2026-05-22', '05678') }],
  ['participant and name', { status: 422, code: 'P421' }, { query: { participantCode: '01235' } }],
  ['prefix of another folder', { status: 422, code: 'P423' }, { query: { fileName: 'HBCNERBN_01234_20260522.csv' } }],
  ['name without a date', { status: 422, code: 'P423' }, { query: { fileName: 'return.csv' } }],
  [
    'folder on old ECP',
    { status: 422, code: 'P427' },
    { query: { folderId: 'HBCNOTBN', fileName: 'HBCNOTBN_01234_20260522.csv' } },
  ],
];
test.each(refusals)('refuses: %s; and remembers it under the key', async (_what, expected, changes) => {
  const key = randomUUID();
  const answer = await submit('x', { ...changes, key });
  expect([answer.status, answer.json().code]).toEqual([expected.status, expected.code]);
  const asked = await ask(key);
  expect([asked.status, asked.json().code]).toEqual([422, expected.code]);
  const again = await submit('x', { ...changes, key });
  expect([again.status, again.json().code]).toEqual([expected.status, expected.code]);
});

const malformed: [string, Parameters<typeof submissionRequest>[1]][] = [
  ['no key', { headers: { 'idempotency-key': '' } }],
  ['key without quotes', { headers: { 'idempotency-key': randomUUID() } }],
  ['no digest', { headers: { 'content-digest': '' } }],
  ['no journal head', { headers: { 'x-journal-head': '' } }],
  ['another content type', { headers: { 'content-type': 'text/csv' } }],
  ['a day that does not exist', { query: { inputDate: '2026-02-30' } }],
  ['a path as file name', { query: { fileName: '../SD_01234_20260522.csv' } }],
  ['another identity', { query: { identity: 'Somebody' } }],
];
test.each(malformed)('refuses as malformed: %s', async (_what, changes) => {
  const key = randomUUID();
  const answer = await submit('x', { key, ...changes });
  expect([answer.status, answer.json().code]).toEqual([400, 'P400']);
  expect((await ask(key)).status).toBe(404);
});

test('an empty file and a digest of other bytes are refused, and the key stays free', async () => {
  const key = randomUUID();
  const wrong = submissionRequest('sent', { key, query: names('2026-01-09') });
  const answer = await call(SUBMIT, { ...wrong, body: 'bent' });
  expect([answer.status, answer.json().code]).toEqual([400, 'P424']);
  expect((await ask(key)).status).toBe(404);
  expect((await submit('sent', { key, query: names('2026-01-09') })).status).toBe(201);
  expect((await submit('', { query: names('2026-01-10') })).json().code).toBe('P400');
});

test('a folder that does not exist and one without its function are both P403', async () => {
  expect((await submit('x', { query: { folderId: 'NOPE' } })).json().code).toBe('P403');
  const single = await createPracticeClient(setup.exchange.profile);
  const { accessToken } = await logInAs(setup.exchange, single, 'yip@single.example');
  const request = submissionRequest('x', { query: { folderId: 'HBCNERBN', participantCode: '05678' } });
  const answer = await single.api(accessToken, request);
  expect(wireErrors(SUBMIT, answer)).toEqual([]);
  expect([answer.status, answer.json().code]).toEqual([403, 'P403']);
});

test('a file at the limit is taken, one byte more is P413 and leaves nothing behind', async () => {
  const limit = 10 * 1024 * 1024;
  expect((await submit('x'.repeat(limit), { query: names('2026-01-12') })).status).toBe(201);
  const key = randomUUID();
  const answer = await submit('x'.repeat(limit + 1), { key, query: names('2026-01-13') });
  expect([answer.status, answer.json().code]).toEqual([413, 'P413']);
  expect((await ask(key)).json().code).toBe('P413');
  const stored = await readdir(join(setup.stateFolder, 'received'));
  expect(stored.filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('while a file is arriving its key is in progress; a client that goes away leaves the key free', async () => {
  const key = randomUUID();
  const request = submissionRequest('slowly', { key, query: names('2026-01-14') });
  const { profile } = setup.exchange;
  const url = profile.ecpApi + request.path;
  const ath = createHash('sha256').update(token).digest('base64url');
  const headers = {
    ...request.headers,
    authorization: `DPoP ${token}`,
    dpop: await client.proof('POST', url, { ath }),
  };
  const socket = connect({ host: '127.0.0.1', port: setup.exchange.ports.api, ca: profile.caCertificates ?? [] });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST ${request.path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('\r\n')}\r\n\r\nslow`);
  await expect.poll(async () => (await ask(key)).status).toBe(202);
  const meanwhile = await submit('slowly', { key, query: names('2026-01-14') });
  expect([meanwhile.status, meanwhile.json().code]).toEqual([409, 'P409']);
  socket.destroy();
  await expect.poll(async () => (await ask(key)).status).toBe(404);
  expect((await submit('slowly', { key, query: names('2026-01-14') })).status).toBe(201);
});

test('another firm can neither ask for a key nor use it up nor see the files', async () => {
  const key = randomUUID();
  await submit('mine', { key, query: names('2026-01-15') });
  const single = await createPracticeClient(setup.exchange.profile);
  const { accessToken } = await logInAs(setup.exchange, single, 'yip@single.example');
  const asked = await single.api(accessToken, { method: 'GET', path: `/api/submissions/v1/${key}` });
  expect([asked.status, asked.json().code]).toEqual([404, 'P404']);
  const request = submissionRequest('theirs', { key, query: names('2026-01-15', '05678') });
  expect((await single.api(accessToken, request)).status).toBe(201);
  const list = await single.api(accessToken, { method: 'GET', path: '/api/activities/v1' });
  expect(list.json().data).toMatchObject([{ participantCode: '05678' }]);
  expect(list.json().data).toHaveLength(1);
});

test('the activity comes page by page, newest first, without a gap or a double', async () => {
  const all = (await activities()).json().data;
  const paged: unknown[] = [];
  for (let cursor: unknown; cursor !== '0'; ) {
    const page = (await activities(`?size=3${cursor ? `&cursor=${cursor}` : ''}`)).json();
    paged.push(...z.array(z.unknown()).parse(page.data));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(all);
  for (const query of ['?size=0', '?size=1001', '?cursor=abc', '?cursor=-1']) {
    expect((await activities(query)).status).toBe(400);
  }
});

test('without a good token or proof every operation is 401 and says so', async () => {
  const path = '/api/folders/v1';
  const url = setup.exchange.profile.ecpApi + path;
  const ath = createHash('sha256').update(token).digest('base64url');
  const stranger = await createPracticeClient(setup.exchange.profile);
  const good = await client.proof('GET', url, { ath });
  const refused: [string, Record<string, string>][] = [
    ['no token', { dpop: good }],
    ['Bearer', { authorization: `Bearer ${token}`, dpop: good }],
    ['no proof', { authorization: `DPoP ${token}` }],
    ['no ath', { authorization: `DPoP ${token}`, dpop: await client.proof('GET', url) }],
    ['other method', { authorization: `DPoP ${token}`, dpop: await client.proof('POST', url, { ath }) }],
    ['other address', { authorization: `DPoP ${token}`, dpop: await client.proof('GET', `${url}x`, { ath }) }],
    ['other key', { authorization: `DPoP ${token}`, dpop: await stranger.proof('GET', url, { ath }) }],
  ];
  for (const [what, headers] of refused) {
    const answer = await client.raw({ method: 'GET', url, headers });
    expect(wireErrors(FOLDERS, answer), what).toEqual([]);
    expect([answer.status, answer.json().code], what).toEqual([401, 'P401']);
    expect(answer.headers['www-authenticate'], what).toMatch(/^DPoP error="/);
    seen.add(`${FOLDERS} 401`);
  }
  await call(SUBMIT, submissionRequest('x'), 'x'.repeat(43));
  await call(ASK, { method: 'GET', path: `/api/submissions/v1/${randomUUID()}` }, 'x'.repeat(43));
  await call(ACTIVITIES, { method: 'GET', path: '/api/activities/v1' }, 'x'.repeat(43));
  const ccms = await logInAs(setup.exchange, client, 'CHANTM');
  expect((await call(FOLDERS, { method: 'GET', path }, ccms.accessToken)).status).toBe(401);
});

test('every answer that the wire document describes was seen, except trouble of the server and the SFTP account', () => {
  const missing = describedAnswers.filter((answer) => !/ 50[03]$|sftp-account/.test(answer) && !seen.has(answer));
  expect(missing).toEqual([]);
});

test('the comparison with the wire document sees a wrong answer', async () => {
  const right = await call(FOLDERS, { method: 'GET', path: '/api/folders/v1' });
  expect(wireErrors(FOLDERS, { ...right, json: () => ({ ...right.json(), data: [{ folderId: 7 }] }) })).not.toEqual([]);
  expect(wireErrors(SUBMIT, { ...right, status: 201 })).not.toEqual([]);
});
