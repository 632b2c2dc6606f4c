import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Http } from '../../main/http/http.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import { createRecoveryService } from '../../main/recovery/create-recovery-service.ts';
import type { RecoveryService } from '../../main/recovery/recovery-service.ts';
import { openSessions } from '../helpers/open-sessions.ts';
import { newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';

const email = 'chan@firm.example';
const phone = '2123 4567';
const minute = 60_000;
const password = 'Another-Harbour-Evening-1904';

let practice: PracticeSetup;
let http: Http;
let recovery: RecoveryService;

beforeAll(async () => {
  practice = await setUpPractice();
  http = createUndiciHttp({ caCertificates: practice.exchange.profile.caCertificates, environment: {} });
});
beforeEach(() => {
  recovery = createRecoveryService({ http, profile: practice.exchange.profile });
});
afterEach(() => {
  practice.exchange.control.setClockOffset(0);
  practice.exchange.control.clearFaults();
});
afterAll(async () => {
  await http.close();
  await practice.close();
});

const linkMails = () => practice.exchange.control.mails(email).filter(({ subject }) => subject.includes('Forgotten'));

/** Asks for a link and gives it as it stands in the mail. */
async function askForLink(): Promise<string> {
  const before = linkMails().length;
  expect(await recovery.request({ email, phone })).toEqual({ ok: true, value: null });
  await expect.poll(() => linkMails().length).toBe(before + 1);
  return linkMails()[0]?.text.split('\n').at(-1) ?? '';
}

function logIn(typed: string) {
  const opened = openSessions(practice.exchange.profile);
  return opened.sessions
    .begin({ realm: 'ecp', userId: email, password: typed, remember: false })
    .finally(() => opened.close());
}

describe('asking for a link', () => {
  test('tells nobody whether there is such an account', async () => {
    const before = practice.exchange.control.mails().length;
    const answers = await Promise.all([
      recovery.request({ email: 'nobody@firm.example', phone }),
      recovery.request({ email, phone: '2123 0000' }),
      recovery.request({ email: 'CHANTM', phone }),
    ]);
    expect(answers).toEqual(answers.map(() => ({ ok: true, value: null })));
    // A mail that is asked for now comes after any that should not have been sent.
    await askForLink();
    expect(practice.exchange.control.mails().length).toBe(before + 1);
  });

  test.each(['2123-4567', '(2123) 4567', ' ２１２３４５６７ ', '2123 4567\t'])(
    'the number %j is that of the record',
    async (typed) => {
      const before = linkMails().length;
      await recovery.request({ email, phone: typed });
      await expect.poll(() => linkMails().length).toBe(before + 1);
    },
  );

  test('the mail is the one that the operator is told to look for', async () => {
    await askForLink();
    const { mail, realMail } = recovery.describe();
    expect(linkMails()[0]).toMatchObject({ from: mail?.sender, subject: mail?.subject });
    expect(realMail).toEqual({
      sender: 'noreply_connect@hkex.com.hk',
      subject: 'HKEX Client Connect: Forgotten password email',
    });
  });

  test('is not offered where the profile does not name the mail', async () => {
    const profile = { ...practice.exchange.profile, forgottenPassword: null };
    const none = createRecoveryService({ http, profile });
    expect(none.describe().offered).toBe(false);
    expect(await none.request({ email, phone })).toMatchObject({ ok: false, error: { code: 'recovery-unavailable' } });
  });
});

describe('a pasted link', () => {
  test('is whole, also in brackets, broken over lines, with a full stop behind', async () => {
    const link = await askForLink();
    for (const pasted of [link, `<${link}>`, `"${link}".`, `${link.slice(0, 50)}\r\n  ${link.slice(50)}\n`]) {
      expect(await recovery.checkLink(pasted)).toMatchObject({ ok: true, value: { kind: 'whole' } });
    }
  });

  test('was cut off, wherever that was', async () => {
    const link = await askForLink();
    const token = link.indexOf('token=') + 'token='.length;
    for (const length of [token, token + 1, token + 20, link.length - 1]) {
      expect(await recovery.checkLink(link.slice(0, length))).toEqual({ ok: true, value: { kind: 'cut' } });
    }
  });

  test('is older than the newest', async () => {
    const older = await askForLink();
    const newest = await askForLink();
    expect(await recovery.checkLink(older)).toEqual({ ok: true, value: { kind: 'superseded' } });
    expect(await recovery.checkLink(newest)).toMatchObject({ value: { kind: 'whole' } });
  });

  test('has run out', async () => {
    const link = await askForLink();
    practice.exchange.control.setClockOffset(31 * minute);
    expect(await recovery.checkLink(link)).toEqual({ ok: true, value: { kind: 'expired' } });
  });

  test('is nobody’s', async () => {
    const link = await askForLink();
    const foreign = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(await recovery.checkLink(foreign)).toEqual({ ok: true, value: { kind: 'unknown' } });
  });

  test.each(['hello', 'mailto:a@b.example', 'javascript:alert(1)', ''])('is no link: %j', async (pasted) => {
    expect(await recovery.checkLink(pasted)).toEqual({ ok: true, value: { kind: 'not-a-link' } });
  });

  test('that leads elsewhere is told, and nothing is sent', async () => {
    const link = await askForLink();
    const elsewhere = link.replace('127.0.0.1', 'exchange.example');
    const asked: string[] = [];
    const watched: Http = {
      request: (request) => {
        asked.push(request.url);
        return http.request(request);
      },
      close: () => http.close(),
    };
    const service = createRecoveryService({ http: watched, profile: practice.exchange.profile });
    for (const answer of [
      await service.checkLink(elsewhere),
      await service.setPassword({ link: elsewhere, password }),
    ]) {
      expect(answer).toMatchObject({
        ok: true,
        value: { kind: 'elsewhere', host: expect.stringContaining('exchange.example') },
      });
    }
    expect(asked).toEqual([]);
  });

  test.each(['html', 'empty', 'nested', 'huge'] as const)('whose answer is %s is an error', async (kind) => {
    const link = await askForLink();
    practice.exchange.control.addFault({ endpoint: 'ecp/forgotten-password', fault: { kind } });
    const answer = await recovery.checkLink(link);
    expect(['answer-invalid', 'answer-too-large']).toContain(answer.ok ? '' : answer.error.code);
  });
});

describe('a new password', () => {
  test('must follow the rules that the server tells', async () => {
    const link = await askForLink();
    const checked = await recovery.checkLink(link);
    expect(checked).toMatchObject({
      value: {
        rules: expect.arrayContaining([
          { id: 'min-length', count: 12 },
          { id: 'not-previous', count: null },
        ]),
      },
    });
    const previous = practiceUser(email).password;
    for (const [typed, broken] of [
      ['short', 'min-length'],
      ['x'.repeat(129), 'max-length'],
      [`my-${email}-password`, 'not-login-id'],
      [previous, 'not-previous'],
    ] as const) {
      expect(await recovery.setPassword({ link, password: typed })).toEqual({
        ok: true,
        value: { kind: 'refused', broken: [broken] },
      });
    }
  });

  test('is set once: it logs in, the one before does not, and a lock by failures is over', async () => {
    for (let failure = 0; failure < 5; failure++) await logIn('wrong');
    expect(await logIn(practiceUser(email).password)).toMatchObject({ ok: false, error: { code: 'account-locked' } });
    const link = await askForLink();
    expect(await recovery.setPassword({ link, password })).toEqual({ ok: true, value: { kind: 'changed' } });
    expect(await recovery.setPassword({ link, password: `${password}!` })).toEqual({
      ok: true,
      value: { kind: 'used' },
    });
    expect(await logIn(practiceUser(email).password)).toMatchObject({ ok: false, error: { code: 'bad-credentials' } });
    expect(await logIn(password)).toMatchObject({ ok: true, value: { kind: 'otp' } });
    expect(newestOtp(practice.exchange, email)).toMatch(/^\d{6}$/);
  });
});
