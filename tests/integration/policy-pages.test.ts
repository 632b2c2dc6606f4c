import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeExchange } from '../../main/practice/start-practice-exchange.ts';
import { createPracticeClient } from '../helpers/practice-client.ts';
import { type PracticeSetup, setUpPractice } from '../helpers/practice-setup.ts';

let setup: PracticeSetup;
let origin: string;
const now = Date.now();
beforeAll(async () => {
  // Its clock stands still, so that a second before a boundary lasts.
  setup = await setUpPractice({ pcNow: () => now });
  origin = `http://127.0.0.1:${setup.exchange.ports.pages}`;
});
afterAll(() => setup.close());

const control = () => setup.exchange.control;
const headers = () => ({ origin });
const postForm = (members: Record<string, string>) =>
  fetch(`${origin}/clock`, {
    method: 'POST',
    redirect: 'manual',
    headers: headers(),
    body: new URLSearchParams(members),
  });
const postControl = (body: unknown) =>
  fetch(`${origin}/control`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('at first both methods are open, 2FA only in 31 days, both from midnight in Hong Kong', () => {
  const { issue, phase, trick } = control().policy();
  expect({ phase, trick, serial: issue.serial }).toEqual({ phase: 'parallel', trick: 'none', serial: 1 });
  for (const date of Object.values(issue.dates)) expect((date + 8 * 3_600_000) % 86_400_000).toBe(0);
  expect(Math.ceil((issue.dates.twoFactorOnly - now) / 86_400_000)).toBe(31);
});

test('the page plays every phase and every boundary second', async () => {
  const page = await (await fetch(`${origin}/clock`)).text();
  const places = [...page.matchAll(/name="at" value="([^"]+)" aria-label="([^"]+)"/g)];
  expect(places).toHaveLength(12);
  const phases = [null, 'smart-card', 'smart-card', 'smart-card', 'smart-card', 'parallel', 'parallel', 'parallel'];
  const expected = [...phases, 'parallel', 'two-factor-only', 'two-factor-only', 'two-factor-only'];
  const played: (string | null)[] = [];
  for (const [, at = ''] of places) {
    expect((await postForm({ action: 'set-time', at })).status).toBe(303);
    played.push(control().policy().phase);
  }
  expect(played).toEqual(expected);
  control().setClockOffset(0);
});

test('dates, number, expiry, version and the way of serving are set by form', async () => {
  const dates = { smartCard: '2013-01-01T00:00', parallel: '2023-05-29T00:00', twoFactorOnly: '2023-07-31T00:00:00' };
  const { serial } = control().policy().issue;
  await postForm({ action: 'policy-dates', ...dates });
  expect(control().policy().issue).toMatchObject({
    serial: serial + 1,
    dates: { parallel: Date.parse('2023-05-28T16:00:00Z') },
  });
  await postForm({ action: 'policy-serial', serial: '400' });
  await postForm({ action: 'policy-expiry', at: '2023-08-01T09:00' });
  await postForm({ action: 'policy-version', minimumVersion: '2.3.4' });
  await postForm({ action: 'policy-trick', trick: 'cut' });
  const { issue, trick } = control().policy();
  expect({ serial: issue.serial, minimumVersion: issue.minimumVersion, trick }).toEqual({
    serial: 402,
    minimumVersion: '2.3.4',
    trick: 'cut',
  });
  await postForm({ action: 'policy-trick', trick: 'none' });
});

test.each<Record<string, string>>([
  {
    action: 'policy-dates',
    smartCard: '2023-05-29T00:00',
    parallel: '2013-01-01T00:00',
    twoFactorOnly: '2030-01-01T00:00',
  },
  { action: 'policy-serial', serial: '0' },
  { action: 'policy-expiry', at: 'tomorrow' },
  { action: 'policy-version', minimumVersion: 'latest' },
  { action: 'policy-trick', trick: 'magic' },
])('a form that makes no sense changes nothing: $action', async (form) => {
  const before = control().policy();
  expect((await postForm(form)).status).toBe(400);
  expect(control().policy()).toEqual(before);
});

test('the same by JSON', async () => {
  expect((await postControl({ action: 'change-policy', serial: 500, minimumVersion: '0.0.0' })).status).toBe(200);
  expect((await postControl({ action: 'policy-trick', trick: 'missing' })).status).toBe(200);
  expect(control().policy()).toMatchObject({ trick: 'missing', issue: { serial: 500, minimumVersion: '0.0.0' } });
  const client = await createPracticeClient(setup.exchange.profile);
  const url = `${setup.exchange.profile.realms.ccms.issuer}/policy`;
  expect((await client.raw({ method: 'GET', url, headers: {} })).status).toBe(404);
  await postControl({ action: 'policy-trick', trick: 'none' });
  const served = await client.raw({ method: 'GET', url, headers: {} });
  expect(served.headers['content-type']).toBe('application/jose');
  expect(served.text.split('.')).toHaveLength(3);
  const ecp = await client.raw({
    method: 'GET',
    url: `${setup.exchange.profile.realms.ecp.issuer}/policy`,
    headers: {},
  });
  expect(ecp.status).toBe(404);
});

test('an issue is renewed after a day, and when the clock was set back to before it', () => {
  control().changePolicy({});
  const { serial } = control().policy().issue;
  control().setClockOffset(2 * 86_400_000);
  expect(control().policy().issue.serial).toBe(serial + 1);
  control().setClockOffset(0);
  expect(control().policy().issue.serial).toBe(serial + 2);
  expect(control().policy().issue.expiresAt).toBeGreaterThan(Date.now());
});

test('dates, number and key outlive a restart; the key is private', async () => {
  const { exchange, stateFolder } = await setUpPractice();
  exchange.control.changePolicy({ minimumVersion: '1.2.3' });
  const { issue } = exchange.control.policy();
  await exchange.close();
  const again = await startPracticeExchange({ stateFolder });
  expect(again.control.policy().issue).toEqual(issue);
  expect(again.profile.policyKey).toEqual(exchange.profile.policyKey);
  if (process.platform !== 'win32') {
    expect((await stat(path.join(stateFolder, 'policy-key.json'))).mode & 0o777).toBe(0o600);
  }
  await again.close();
  await rm(stateFolder, { recursive: true, force: true });
});
