import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Realm } from '../../shared/contract/session.ts';
import type { Draft } from '../../shared/contract/submission.ts';
import type { Result } from '../../shared/lib/result.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

const WRONG_PASSWORD = 'Canary-wrong-password-Zq81';

let practice: PracticeSetup;
let testApp: TestApp;
const secrets = new Set<string>([WRONG_PASSWORD]);
const toThePage: string[] = [];

beforeAll(async () => {
  practice = await setUpPractice();
  testApp = await openTestApp({ profile: practice.exchange.profile, onAnswer: (answer) => keepTokens(answer.body) });
  testApp.app.subscribe((event) => toThePage.push(JSON.stringify(event)));
});
afterAll(async () => {
  await testApp.close();
  await practice.close();
});

/** Whatever the exchange issues that opens something is a secret too. */
function keepTokens(body: Uint8Array): void {
  const text = Buffer.from(body).toString('utf8');
  for (const [, value] of text.matchAll(
    /"(?:access_token|refresh_token|auth_session|authorization_code)":"([^"]+)"/g,
  )) {
    if (value) secrets.add(value);
  }
}

async function call(name: string, input: unknown): Promise<Result<unknown>> {
  const answer = await testApp.app.dispatch(name, input);
  toThePage.push(JSON.stringify(answer));
  return answer;
}

async function logIn(realm: Realm, userId: string): Promise<void> {
  const { password, email } = practiceUser(userId);
  secrets.add(password);
  await call('session/begin', { realm, userId, password: WRONG_PASSWORD, remember: true });
  await call('session/begin', { realm, userId, password, remember: true });
  const wrong = await call('session/submitOtp', { realm, otp: 'abc' });
  expect(wrong.ok).toBe(false);
  const otp = newestOtp(practice.exchange, email ?? '');
  secrets.add(otp);
  expect(await call('session/submitOtp', { realm, otp })).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
}

async function submit(): Promise<void> {
  const bytes = Buffer.from('a,b\n1,2\n');
  const open = async function* () {
    yield bytes;
  };
  const file = { fileName: 'SD_01234_20260105.csv', purpose: 'submission', expectedSize: bytes.length, open } as const;
  const added = (await testApp.app.addFile(file)) as Result<Draft>;
  if (!added.ok) throw new Error(added.error.code);
  await call('submission/submit', { draftId: added.value.draftId, replace: false, despiteRefusal: false });
  await expect
    .poll(async () => JSON.stringify(await call('submission/list', {})), { timeout: 10_000 })
    .toContain('"state":"confirmed"');
}

describe('planted secrets', () => {
  it('are nowhere in the data folder, nor in anything the page was given', async () => {
    await logIn('ccms', 'CHANTM');
    await logIn('ecp', 'chan@firm.example');
    await submit();
    await call('session/extend', { realm: 'ecp' });
    await call('session/logOut', { realm: 'ecp' });
    await call('session/logOut', { realm: 'ccms' });

    const planted = [...secrets];
    expect(planted.length).toBeGreaterThanOrEqual(10);
    await writeFile(path.join(testApp.dataFolder, 'to-the-page'), toThePage.join('\n'));
    expect(await findSecrets(testApp.dataFolder, planted)).toEqual([]);
  });

  it('would be found: the file name, which is no secret, is', async () => {
    expect(await findSecrets(testApp.dataFolder, ['SD_01234_20260105.csv'])).not.toEqual([]);
  });
});
