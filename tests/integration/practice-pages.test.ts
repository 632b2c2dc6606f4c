import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { practiceUsers } from '../../main/practice/users.ts';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { logInAs, type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';

let setup: PracticeSetup;
let origin: string;
beforeAll(async () => {
  setup = await setUpPractice();
  origin = `http://127.0.0.1:${setup.exchange.ports.pages}`;
});
afterEach(() => {
  setup.exchange.control.clearFaults();
  setup.exchange.control.setClockOffset(0);
});
afterAll(() => setup.close());

const page = async (path: string) => (await fetch(origin + path)).text();
const postForm = (members: Record<string, string>, headers: Record<string, string> = { origin }) =>
  fetch(`${origin}/clock`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(members), headers });
const postControl = (body: unknown, headers: Record<string, string> = { origin }) =>
  fetch(`${origin}/control`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

test.each(['/', '/mailbox', '/ccms', '/clock'])(
  '%s says PRACTICE in both languages, under a strict policy',
  async (path) => {
    const answer = await fetch(origin + path);
    const text = await answer.text();
    expect(text).toContain('PRACTICE 模擬');
    expect(text).toMatch(/lang="en"[\s\S]*lang="zh-Hant-HK"/);
    expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d HKT/);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self'/,
    );
    expect(text).not.toMatch(/<style|style="|<script(?![^>]*src=)| on[a-z]+="/);
  },
);

test('what the pages refer to is there', async () => {
  expect((await fetch(`${origin}/style.css`)).headers.get('content-type')).toMatch(/^text\/css/);
  expect((await fetch(`${origin}/live.js`)).headers.get('content-type')).toMatch(/^text\/javascript/);
  expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
});

test('the start page lists every user with the password and the purpose', async () => {
  const text = await page('/');
  for (const user of practiceUsers) {
    for (const words of [user.userId, user.password, user.purpose.en, user.purpose.zhHant])
      expect(text).toContain(words);
  }
});

test('the mailbox and its JSON show the mails of one address', async () => {
  const client = await createPracticeClient(setup.exchange.profile);
  await logInAs(setup.exchange, client, 'CHANTM');
  await logInAs(setup.exchange, client, 'chan@firm.example');
  const text = await page('/mailbox?to=chan%40firm.example');
  const mails = text.slice(text.indexOf('data-live="mails"'));
  expect(mails).toContain('Client Connect one-time password');
  expect(mails).toContain('noreply_connect@practice.example');
  expect(mails).not.toContain('CCMS one-time password');
  const json: unknown = await (await fetch(`${origin}/mailbox/messages?to=chan.taiman%40firm.example`)).json();
  expect(json).toEqual(setup.exchange.control.mails('chan.taiman@firm.example'));
  expect(json).toMatchObject([{ subject: 'CCMS one-time password' }]);
});

test('who is logged on is shown until it ends', async () => {
  const client = await createPracticeClient(setup.exchange.profile);
  await logInAs(setup.exchange, client, 'LAMKY');
  expect(await page('/ccms')).toMatch(/<code>LAMKY<\/code>[\s\S]*2FA/);
  await postControl({ action: 'end-logins', realm: 'ccms' });
  expect(await page('/ccms')).not.toContain('LAMKY');
});

test('text of a mail is shown, never run', async () => {
  const answer = await page('/mailbox?to=%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
  expect(answer).not.toContain('<script>alert');
});

test('the clock is set by form: to a time in Hong Kong, by steps, and back', async () => {
  const { control } = setup.exchange;
  expect((await postForm({ action: 'move-clock', minutes: '10' })).status).toBe(303);
  expect(control.clockOffset()).toBe(600_000);
  await postForm({ action: 'set-time', at: '2030-01-02T03:04:05' });
  expect(Math.abs(Date.now() + control.clockOffset() - Date.parse('2030-01-01T19:04:05Z'))).toBeLessThan(60_000);
  expect(await page('/')).toContain('2030-01-02 03:04');
  await postForm({ action: 'reset-clock' });
  expect(control.clockOffset()).toBe(0);
  for (const at of ['yesterday', '', '9999-01-01T00:00']) {
    expect((await postForm({ action: 'set-time', at })).status).toBe(400);
  }
});

test('faults are set by form and by JSON, shown, and removed', async () => {
  const { control } = setup.exchange;
  await postForm({ action: 'add-fault', endpoint: 'api/submit', kind: 'cut-request', amount: '1000', count: '2' });
  await postForm({
    action: 'add-fault',
    endpoint: 'ccms/token',
    kind: 'status',
    amount: '503',
    count: '1',
    processed: 'true',
  });
  await postForm({ action: 'add-fault', endpoint: 'api/ask', kind: 'bearer', amount: '503', count: '1' });
  const rule = { endpoint: 'mail', fault: { kind: 'mail-delay', milliseconds: 5 }, count: 3 };
  expect(await (await postControl({ action: 'add-fault', rule })).json()).toEqual({ done: 'add-fault' });
  const faults = [
    { endpoint: 'api/submit', fault: { kind: 'cut-request', afterBytes: 1000 }, count: 2 },
    { endpoint: 'ccms/token', fault: { kind: 'status', status: 503, processed: true }, count: 1 },
    { endpoint: 'api/ask', fault: { kind: 'bearer' }, count: 1 },
    rule,
  ];
  expect(control.listFaults()).toEqual(faults);
  expect(await (await fetch(`${origin}/control`)).json()).toMatchObject({ faults, clockOffset: 0 });
  expect(await page('/clock')).toContain('cut-request');
  await postForm({ action: 'clear-faults' });
  expect(control.listFaults()).toEqual([]);
  expect((await postForm({ action: 'add-fault', endpoint: 'nowhere', kind: 'html', count: '1' })).status).toBe(400);
  expect((await postControl({ action: 'launch' })).status).toBe(400);
});

test('nothing is changed for another origin, and nothing shown under another host name', async () => {
  const foreign: Record<string, string>[] = [{}, { origin: 'http://evil.example' }, { origin: 'null' }];
  for (const headers of foreign) {
    expect((await postForm({ action: 'move-clock', minutes: '10' }, headers)).status).toBe(403);
    expect((await postControl({ action: 'set-clock', offsetMs: 1 }, headers)).status).toBe(403);
  }
  expect(setup.exchange.control.clockOffset()).toBe(0);
  const status = await new Promise((resolve, reject) => {
    const { pages } = setup.exchange.ports;
    request({ host: '127.0.0.1', port: pages, path: '/mailbox/messages', headers: { host: `evil.example:${pages}` } })
      .on('response', (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
});
