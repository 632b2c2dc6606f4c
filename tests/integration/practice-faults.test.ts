import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { createPracticeClient, type PracticeClient, type Tokens } from '../helpers/practice-client.ts';
import {
  logInAs,
  type PracticeSetup,
  practiceUser,
  setUpPractice,
  submissionRequest,
} from '../helpers/practice-setup.ts';

let setup: PracticeSetup;
let client: PracticeClient;
let tokens: Tokens;
beforeAll(async () => {
  setup = await setUpPractice();
});
beforeEach(async () => {
  client = await createPracticeClient(setup.exchange.profile);
  tokens = await logInAs(setup.exchange, client, 'chan@firm.example');
});
afterAll(() => setup.close());

const fault = (endpoint: FaultRuleInput['endpoint'], what: FaultRuleInput['fault'], count = 1) =>
  setup.exchange.control.addFault({ endpoint, fault: what, count });
const submit = (content: string, key = randomUUID()) =>
  client.api(tokens.accessToken, submissionRequest(content, { key }));
const ask = (key: string) => client.api(tokens.accessToken, { method: 'GET', path: `/api/submissions/v1/${key}` });
const folders = () => client.api(tokens.accessToken, { method: 'GET', path: '/api/folders/v1' });
const isCut = (answer: Promise<unknown>) => expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });

test('a fault comes as often as asked, at its endpoint only, then all is well', async () => {
  fault('api/folders', { kind: 'status', status: 503, retryAfterSeconds: 7 }, 2);
  expect((await ask(randomUUID())).status).toBe(404);
  const answer = await folders();
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '7']);
  expect((await folders()).status).toBe(503);
  expect((await folders()).status).toBe(200);
});

test('the connection is cut within the bytes of the request: nothing was received', async () => {
  const key = randomUUID();
  fault('api/submit', { kind: 'cut-request', afterBytes: 100_000 });
  await expect(submit('x'.repeat(1_000_000), key)).rejects.toThrow();
  expect((await ask(key)).status).toBe(404);
  expect((await submit('x'.repeat(1_000_000), key)).status).toBe(201);
});

test('the connection is cut after the work, before the answer: it was received', async () => {
  const key = randomUUID();
  fault('api/submit', { kind: 'cut-answer' });
  await isCut(submit('received', key));
  expect((await ask(key)).status).toBe(200);
});

test.each([false, true])('a 500 with processed=%s tells whether the file was taken', async (processed) => {
  const key = randomUUID();
  fault('api/submit', { kind: 'status', status: 500, processed });
  expect((await submit('maybe', key)).status).toBe(500);
  expect((await ask(key)).status).toBe(processed ? 200 : 404);
});

test('the receipt has a wrong checksum, the record the right one', async () => {
  const key = randomUUID();
  fault('api/submit', { kind: 'wrong-checksum' });
  const spoilt = await submit('content', key);
  expect(spoilt.text).toContain(`"sha256":"${'0'.repeat(64)}"`);
  expect((await ask(key)).text).not.toContain('0'.repeat(64));
});

test('answers that are no answers', async () => {
  fault('api/folders', { kind: 'html' });
  expect((await folders()).headers['content-type']).toMatch(/^text\/html/);
  fault('api/folders', { kind: 'empty' });
  expect((await folders()).text).toBe('');
  fault('api/folders', { kind: 'huge' });
  expect((await folders()).text.length).toBeGreaterThan(10 * 1024 * 1024);
  fault('api/folders', { kind: 'nested' });
  expect((await folders()).text.startsWith('['.repeat(100_000))).toBe(true);
  fault('api/folders', { kind: 'wrong-content-type' });
  const plain = await folders();
  expect([plain.headers['content-type'], plain.json().code]).toEqual(['text/plain', '0']);
  fault('api/folders', { kind: 'truncated' });
  await isCut(folders());
  fault('api/folders', { kind: 'redirect', to: 'https://elsewhere.example/' });
  const redirect = await folders();
  expect([redirect.status, redirect.headers.location]).toEqual([307, 'https://elsewhere.example/']);
});

test('a slow answer is the right one, later', async () => {
  fault('api/folders', { kind: 'slow', milliseconds: 300 });
  const begin = performance.now();
  expect((await folders()).status).toBe(200);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(290);
});

test('tokens are called Bearer', async () => {
  fault('ecp/token', { kind: 'bearer' });
  expect((await client.refresh('ecp', tokens.refreshToken)).json().token_type).toBe('Bearer');
  expect((await client.refresh('ecp', tokens.refreshToken)).json().token_type).toBe('DPoP');
});

test('a nonce is wanted, however often it was given', async () => {
  fault('ecp/token', { kind: 'nonce' }, 2);
  const { issuer, clientId } = setup.exchange.profile.realms.ecp;
  const members = { grant_type: 'refresh_token', client_id: clientId, refresh_token: tokens.refreshToken };
  const first = await client.form(`${issuer}/token`, members);
  const nonce = String(first.headers['dpop-nonce']);
  const dpop = () => client.proof('POST', `${issuer}/token`, { nonce });
  const second = await client.form(`${issuer}/token`, members, { dpop: await dpop() });
  expect([first.json().error, second.json().error]).toEqual(['use_dpop_nonce', 'use_dpop_nonce']);
  expect(second.headers['dpop-nonce']).not.toBe(nonce);
  expect((await client.form(`${issuer}/token`, members, { dpop: await dpop() })).status).toBe(200);
  fault('api/folders', { kind: 'nonce' });
  const api = await folders();
  expect([api.status, api.headers['www-authenticate']]).toEqual([401, 'DPoP error="use_dpop_nonce", algs="ES256"']);
  expect(api.headers['dpop-nonce']).toBeDefined();
});

test('the log-in asks for the browser, or for something that nobody knows', async () => {
  const user = practiceUser('CHANTM');
  const password = () => client.password('ccms', user.userId, user.password);
  fault('ccms/challenge', { kind: 'redirect-to-web' });
  expect((await password()).json()).toEqual({ error: 'redirect_to_web' });
  fault('ccms/challenge', { kind: 'unknown-requirement' });
  expect((await password()).json()).toMatchObject({
    error: 'insufficient_authorization',
    practice_unknown_required: true,
  });
  expect(setup.exchange.control.mails(user.email ?? '')).toEqual([]);
});

test('an OTP whose answer was cut off was used up', async () => {
  const user = practiceUser('LAMKY');
  const first = await client.password('ccms', user.userId, user.password);
  const authSession = String(first.json().auth_session);
  const otp = /is: (\d+)/.exec(setup.exchange.control.mails(user.email ?? '')[0]?.text ?? '')?.[1] ?? '';
  fault('ccms/challenge', { kind: 'cut-answer' });
  await isCut(client.otp('ccms', authSession, otp));
  expect((await client.otp('ccms', authSession, otp)).json()).toEqual({ error: 'invalid_session' });
  expect(setup.exchange.control.mails(user.email ?? '')).toHaveLength(1);
});

test('a rule that makes no sense is refused', () => {
  expect(() => fault('api/folders', { kind: 'status', status: 200 })).toThrow();
  expect(() => fault('api/folders', { kind: 'html' }, 0)).toThrow();
});
