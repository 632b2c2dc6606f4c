import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepList } from '../../main/readiness/kept-list.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { ReadinessView } from '../../shared/contract/readiness.ts';
import type { Realm } from '../../shared/contract/session.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

const HEADER = 'userId,name,role,email';
const LIST = `${HEADER}\r\nWONGSY,WONG SIU YIN,user,wong@firm.example\r\nNEW,NG,user,\r\nBAD,NG,boss,\r\n`;

let practice: PracticeSetup;
let testApp: TestApp;
let published: ReadinessView[];

beforeAll(async () => {
  practice = await setUpPractice();
});
afterAll(() => practice.close());
beforeEach(async () => {
  testApp = await openTestApp({ profile: practice.exchange.profile });
  published = [];
  testApp.app.subscribe((event) => {
    if (event.name === 'readiness/changed') published.push(event.payload);
  });
});
afterEach(() => testApp.close());

function call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
  return testApp.app.dispatch(name, input) as Promise<Result<CallOutput<N>>>;
}

async function value<T>(result: Promise<Result<T>>): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

async function logIn(realm: Realm, userId: string) {
  const { password, email } = practiceUser(userId);
  await value(call('session/begin', { realm, userId, password, remember: false }));
  return value(call('session/submitOtp', { realm, otp: newestOtp(practice.exchange, email ?? '') }));
}

function importList(text: string | Uint8Array, fileName = 'list.csv') {
  const bytes = Buffer.from(text);
  const open = async function* () {
    yield bytes;
  };
  return testApp.app.addFile({ fileName, purpose: 'user-list', expectedSize: bytes.length, open }) as Promise<
    Result<ReadinessView>
  >;
}

const seen = () => published.at(-1);
const loaded = () => expect.poll(() => seen()?.exchange.kind, { timeout: 5_000 }).toBe('loaded');
const rowOf = (view: ReadinessView | undefined, userId: string) => view?.users.find((user) => user.userId === userId);
const codesOf = (view: ReadinessView | undefined, userId: string) => rowOf(view, userId)?.tasks.map(({ code }) => code);

describe('the list of the exchange', () => {
  it('comes by itself when an administrator has logged in, with the dates of the policy, and goes with the session', async () => {
    await logIn('ccms', 'TSANGML');
    await loaded();
    await expect.poll(() => seen()?.daysLeft).toBe(31);
    const view = seen();
    expect(view).toMatchObject({ firm: [], counts: { users: 5, administrators: 2, withoutEmail: 1, notReady: 1 } });
    expect(codesOf(view, 'WONGSY')).toEqual(['register-email', 'renew-card']);
    expect(rowOf(view, 'WONGSY')?.tasks[0]).toMatchObject({ must: true, by: view?.cutOver });
    expect(rowOf(view, 'LAMKY')).toMatchObject({ createdAfterLaunch: true, cardValidUntil: null });
    expect(rowOf(view, 'TSANGML')).toMatchObject({ role: 'administrator', lastMethod: '2fa', appEnrolled: false });
    expect(rowOf(view, 'yip@single.example')).toBeUndefined();
    await call('session/logOut', { realm: 'ccms' });
    expect(seen()).toMatchObject({ exchange: { kind: 'not-asked' }, users: [] });
  });

  it('is refused to anybody else, in words, and only when they ask', async () => {
    await logIn('ccms', 'CHANTM');
    expect(await value(call('readiness/view', {}))).toMatchObject({ exchange: { kind: 'not-asked' } });
    expect(await value(call('readiness/ask', {}))).toMatchObject({
      exchange: { kind: 'refused', error: { code: 'not-administrator' } },
      users: [],
    });
  });

  it('needs a log-in to CCMS: one to ECP is none', async () => {
    await logIn('ecp', 'admin@firm.example');
    expect(await value(call('readiness/ask', {}))).toMatchObject({
      exchange: { kind: 'refused', error: { code: 'not-logged-in' } },
    });
  });

  it.each([
    ['html', { kind: 'html' }, 'answer-invalid'],
    ['status', { kind: 'status', status: 503 }, 'server-error'],
    ['huge', { kind: 'huge' }, 'answer-too-large'],
    ['truncated', { kind: 'truncated' }, 'unreachable'],
  ] as const)('is not believed when it comes spoilt: %s', async (_, fault, code) => {
    await logIn('ccms', 'FUNGCK');
    await loaded();
    practice.exchange.control.addFault({ endpoint: 'ccms/readiness', fault });
    expect(await value(call('readiness/ask', {}))).toMatchObject({ exchange: { kind: 'refused', error: { code } } });
    expect((await value(call('readiness/ask', {}))).exchange.kind).toBe('loaded');
  });
});

describe('the imported list', () => {
  it('keeps the good lines and tells of the others; it outlives the program and can be removed', async () => {
    const view = await value(importList(LIST));
    expect(view).toMatchObject({
      exchange: { kind: 'not-asked' },
      imported: { fileName: 'list.csv', kept: 2, refused: 1, problems: [{ line: 4, reason: 'role' }] },
      counts: { users: 2, notReady: 1 },
    });
    expect(codesOf(view, 'NEW')).toEqual(['register-email']);
    const file = path.join(testApp.dataFolder, 'readiness.json');
    const kept = await readFile(file, 'utf8');
    expect(await value(call('readiness/clearImport', {}))).toMatchObject({ imported: null, users: [] });
    expect(await readdir(testApp.dataFolder)).not.toContain('readiness.json');
    await writeFile(file, kept);
    expect((await keepList(testApp.dataFolder).read())?.users).toHaveLength(2);
  });

  it('is joined with the list of the exchange by user ID', async () => {
    await value(importList(LIST));
    await logIn('ccms', 'TSANGML');
    await loaded();
    const view = seen();
    expect(rowOf(view, 'WONGSY')).toMatchObject({ source: 'both', email: null });
    expect(codesOf(view, 'WONGSY')).toEqual(['register-email', 'email-differs', 'renew-card']);
    expect(rowOf(view, 'NEW')).toMatchObject({ source: 'import', ready: false });
    expect(codesOf(view, 'NEW')).toEqual(['register-email', 'not-at-exchange']);
    expect(rowOf(view, 'CHANTM')?.source).toBe('exchange');
  });

  it('is replaced only by one that can be read', async () => {
    await value(importList(LIST));
    const refused = async (text: string | Uint8Array) => {
      const result = await importList(text);
      return result.ok ? ok(null) : result.error;
    };
    expect(await refused('a;b\n')).toMatchObject({ code: 'user-list-invalid', details: { reason: 'header' } });
    expect(await refused(Buffer.from(`${HEADER}\nX,N\u00fc,user,\n`, 'latin1'))).toMatchObject({
      details: { reason: 'encoding' },
    });
    expect(await refused(Buffer.from(`\uFEFF${LIST}`, 'utf16le'))).toMatchObject({ code: 'user-list-invalid' });
    expect(await refused('x'.repeat(256 * 1024 + 1))).toMatchObject({
      code: 'file-too-large',
      details: { limit: 262_144 },
    });
    expect((await value(call('readiness/view', {}))).imported?.kept).toBe(2);
    expect(await value(importList(`${HEADER}\nONE,N,user,\n`, 'other.csv'))).toMatchObject({
      imported: { fileName: 'other.csv', kept: 1, refused: 0 },
      users: [{ userId: 'ONE' }],
    });
  });

  it('that was damaged on the disk counts as none', async () => {
    await writeFile(path.join(testApp.dataFolder, 'readiness.json'), '{"users":[');
    expect(await keepList(testApp.dataFolder).read()).toBeNull();
  });
});

describe('reminders of one’s own', () => {
  it('come with the session: the app at Client Connect, nothing for whoever is ready', async () => {
    expect(await logIn('ecp', 'chan@firm.example')).toMatchObject({ reminders: ['app-not-enrolled'] });
    expect(await logIn('ccms', 'CHANTM')).toMatchObject({ reminders: [] });
  });
});
