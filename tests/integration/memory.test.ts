import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandomness } from '../../main/practice/core/randomness.ts';
import { findSecrets } from '../helpers/find-secrets.ts';
import { type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { countInMemory } from '../helpers/scan-memory.ts';

/** Known beforehand, so that what stands in memory by chance can be counted first. */
const OTP = '907362';
const IN_FULL = process.env.CCMS_SOAK === '1';
/** What the child takes off again. */
const MASK = 0x5a;

const { userId, password } = practiceUser('CHANTM');

let folder: string;
let practice: PracticeSetup;
let child: ChildProcess;
let lines: AsyncIterator<string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ccms-memory-'));
  practice = await setUpPractice({ random: { ...systemRandomness, digits: () => OTP } });
  const order = path.join(folder, 'order.json');
  const dataFolder = path.join(folder, 'data');
  await writeFile(order, JSON.stringify({ dataFolder, profile: practice.exchange.profile }));
  const entry = path.resolve(import.meta.dirname, '../helpers/memory-child.ts');
  child = spawn(process.execPath, [entry, order], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('its output is a pipe');
  lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
});
afterAll(async () => {
  const ended = once(child, 'exit');
  child.stdin?.end('close\n');
  await ended;
  await practice.close();
  await rm(folder, { recursive: true, force: true });
});

/** Gives `ok` or the code of the refusal. */
async function call(name: string, input: unknown): Promise<string> {
  const masked = Buffer.from(JSON.stringify(input)).map((byte) => byte ^ MASK);
  child.stdin?.write(`${name} ${Buffer.from(masked).toString('base64')}\n`);
  return (await lines.next()).value;
}

/** How often each text stands in the child's memory once its garbage was collected. */
async function countAfterCollecting(texts: readonly string[]): Promise<number[]> {
  child.stdin?.write('collect\n');
  expect((await lines.next()).value).toBe('collected');
  return countInMemory(child.pid ?? 0, texts);
}

async function logInAndOut(): Promise<void> {
  expect(await call('session/begin', { realm: 'ccms', userId, password, remember: false })).toBe('ok');
  expect(await call('session/submitOtp', { realm: 'ccms', otp: OTP })).toBe('ok');
  expect(await call('session/logOut', { realm: 'ccms' })).toBe('ok');
}

describe.skipIf(process.platform !== 'linux')('after log-in and log-out', () => {
  let byChance = 0;
  async function copies(): Promise<{ password: number; otp: number }> {
    const [ofPassword = 0, ofOtp = 0] = await countAfterCollecting([password, OTP]);
    return { password: ofPassword, otp: ofOtp - byChance };
  }

  test('at most two copies of password and OTP are in the memory of the process, and none in a file', async () => {
    const before = await copies();
    expect(before.password).toBe(0);
    byChance = before.otp;
    await logInAndOut();
    // What is in memory is found: the profile, which the program holds all the time.
    expect((await countAfterCollecting([practice.exchange.profile.realms.ccms.issuer]))[0]).toBeGreaterThan(0);
    const after = await copies();
    process.stdout.write(`copies after one log-in: ${JSON.stringify(after)}\n`);
    expect(after.password).toBeLessThanOrEqual(2);
    expect(after.otp).toBeLessThanOrEqual(2);
    expect(await findSecrets(path.join(folder, 'data'), [password])).toEqual([]);
  });

  test.skipIf(!IN_FULL)('24 log-ins more do not pile up (in full only)', async () => {
    for (let login = 0; login < 24; login++) await logInAndOut();
    const after = await copies();
    process.stdout.write(`copies after 25 log-ins: ${JSON.stringify(after)}\n`);
    // Strings that V8 has let go of and not yet overwritten come and go; one for each log-in would be a leak.
    expect(after.password).toBeLessThanOrEqual(12);
    expect(after.otp).toBeLessThanOrEqual(12);
  });
});
