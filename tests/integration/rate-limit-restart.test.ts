import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../main/app/system-clock.ts';
import type { FaultRuleInput } from '../../main/practice/faults/fault.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

/*
 * The exchange says 429 with `Retry-After` once, and would answer the next request: whoever is told "too many" afterwards was told so by
 * the terminal itself, without a question.
 */
const user = practiceUser('chan@firm.example');
const tooMany = { ok: false, error: { code: 'rate-limited', details: { retryAfterMs: expect.any(Number) } } };

let practice: PracticeSetup;
let dataFolder: string;
let open: TestApp | null = null;
/** Ahead of this PC's clock. */
let aheadMs = 0;
const clock = { now: () => systemClock.now() + aheadMs, monotonic: () => systemClock.monotonic() };

beforeAll(async () => {
  practice = await setUpPractice();
});
beforeEach(async () => {
  aheadMs = 0;
  dataFolder = await mkdtemp(path.join(os.tmpdir(), 'ccms-waits-'));
});
afterEach(async () => {
  await open?.close();
  open = null;
  await rm(dataFolder, { recursive: true, force: true });
});
afterAll(() => practice.close());

async function restart() {
  await open?.close();
  open = await openTestApp({ profile: practice.exchange.profile, clock, dataFolder });
  return open.app;
}
const tooManyAt = (endpoint: FaultRuleInput['endpoint']) =>
  practice.exchange.control.addFault({
    endpoint,
    fault: { kind: 'status', status: 429, retryAfterSeconds: 300 },
    count: 1,
  });
const begin = (app: TestApp['app']) =>
  app.dispatch('session/begin', { realm: 'ecp', userId: user.userId, password: user.password, remember: false });
async function logIn(app: TestApp['app']): Promise<void> {
  expect(await begin(app)).toMatchObject({ ok: true });
  const otp = newestOtp(practice.exchange, user.email ?? '');
  expect(await app.dispatch('session/submitOtp', { realm: 'ecp', otp })).toMatchObject({ ok: true });
}

test('the log-in asks nothing before the wait is over, also after a restart', async () => {
  tooManyAt('ecp/challenge');
  expect(await begin(await restart())).toMatchObject(tooMany);
  expect(await begin(await restart())).toMatchObject(tooMany);
  aheadMs = 300_000;
  await logIn(await restart());
});

test('neither do the questions to ECP; the log-in is another server, and is asked', async () => {
  const first = await restart();
  await logIn(first);
  tooManyAt('api/activities');
  const ask = (app: TestApp['app']) => app.dispatch('activity/query', {});
  expect(await ask(first)).toMatchObject(tooMany);
  expect(await ask(first)).toMatchObject(tooMany);
  const second = await restart();
  await logIn(second);
  expect(await ask(second)).toMatchObject(tooMany);
  // Another door of the same server.
  expect(await second.dispatch('folder/list', {})).toMatchObject(tooMany);
  aheadMs = 300_000;
  const third = await restart();
  await logIn(third);
  expect(await ask(third)).toMatchObject({ ok: true });
});
