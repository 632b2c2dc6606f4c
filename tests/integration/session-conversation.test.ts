import { describe, expect, test } from 'vitest';
import { json, type Reply } from '../helpers/scripted-server.ts';
import { otpPrompt, tokens, wantsOtp } from '../helpers/scripted-sso.ts';
import { begin, realm, setUpScriptedSso, submit } from '../helpers/set-up-scripted-sso.ts';

const setup = setUpScriptedSso();
const cut: Reply = (response) => response.destroy();

describe('what is sent', () => {
  test.each([
    ['a&b=c+d%20e', ' p&a=s+s%w%6frd '],
    ['陳大文', '密碼 pässwörd 🔑'],
    ['e\u0301', '\u00e9e\u0301\ufb01'],
    ['\u202e\u200b', '\t\n\r\u0000'],
  ])('user ID %j and password %j arrive to the byte', async (userId, password) => {
    await setup.opened.sessions.begin({ realm, userId, password, remember: false });
    const [form] = setup.sso.forms('/challenge');
    expect(form?.get('username')).toBe(userId);
    expect(form?.get('password')).toBe(password);
    expect(form?.get('response_type')).toBe('code');
    expect(form?.get('code_challenge_method')).toBe('S256');
  });

  test('a password that UTF-8 cannot carry is refused rather than changed', async () => {
    const answer = await setup.opened.sessions.begin({ ...begin, password: 'lone \ud800 surrogate' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(setup.sso.server.seen).toHaveLength(0);
  });

  test('the newest auth_session counts, also that of a refusal, a 429 and a 500', async () => {
    const wrong = { error: 'access_denied', reason: 'otp_wrong', attempts_left: 4 };
    setup.sso.script(
      '/challenge',
      json(wantsOtp, 401),
      json({ ...wrong, auth_session: 'auth-2' }, 400),
      json({ auth_session: 'auth-3' }, 429, { 'retry-after': '0' }),
      json({ auth_session: 'auth-4' }, 503),
      json(wrong, 400),
      json({ authorization_code: 'code-1' }),
    );
    await setup.toOtpStep();
    for (const code of ['otp-wrong', 'rate-limited', 'server-error', 'otp-wrong']) {
      expect(await setup.opened.sessions.submitOtp(submit)).toMatchObject({ ok: false, error: { code } });
      expect(setup.kind()).toBe('otp');
    }
    expect((await setup.opened.sessions.submitOtp(submit)).ok).toBe(true);
    const sent = setup.sso.forms('/challenge').map((form) => form.get('auth_session'));
    expect(sent).toEqual([null, 'auth-1', 'auth-2', 'auth-3', 'auth-4', 'auth-4']);
  });

  test('an OTP that is not of the announced form is not sent', async () => {
    await setup.toOtpStep();
    for (const otp of ['12345', '1234567', 'abcdef', '12a456', '-']) {
      expect(await setup.opened.sessions.submitOtp({ realm, otp })).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
    expect(setup.sso.forms('/challenge')).toHaveLength(1);
    await setup.opened.sessions.submitOtp({ realm, otp: ' ０１２-３４５\u200b' });
    expect(setup.sso.forms('/challenge')[1]?.get('otp')).toBe('012345');
  });

  test('a hundred presses at once are one request, at each step', async () => {
    const times = Array.from({ length: 100 });
    const begun = await Promise.all(times.map(() => setup.opened.sessions.begin(begin)));
    expect(begun.filter(({ ok }) => ok)).toHaveLength(1);
    expect(setup.sso.forms('/challenge')).toHaveLength(1);
    const submitted = await Promise.all(times.map(() => setup.opened.sessions.submitOtp(submit)));
    expect(submitted.filter(({ ok }) => ok)).toHaveLength(1);
    expect(submitted.filter((answer) => !answer.ok && answer.error.code === 'login-in-progress')).toHaveLength(99);
    expect(setup.sso.forms('/challenge')).toHaveLength(2);
    expect(setup.sso.forms('/token')).toHaveLength(1);
  });

  test('a press that comes after the log-in was completed sends nothing', async () => {
    await setup.logIn();
    expect(await setup.opened.sessions.submitOtp(submit)).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'login-in-progress' } });
    expect(setup.sso.forms('/challenge')).toHaveLength(2);
  });
});

describe('the conversation', () => {
  test('understands the older shape of the demand for an OTP', async () => {
    setup.sso.script('/challenge', json({ error: 'otp_required', auth_session: 'auth-1', otp: otpPrompt }, 403));
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'answer-invalid' } });
    setup.sso.script('/challenge', json({ error: 'otp_required', auth_session: 'auth-1', otp: otpPrompt }, 400));
    await setup.toOtpStep();
  });

  test.each([
    ['unknown-requirement', { error: 'insufficient_authorization', auth_session: 'a', passkey_required: true }],
    ['unknown-requirement', { error: 'access_denied', reason: 'new_reason' }],
    ['redirect-to-web', { error: 'redirect_to_web' }],
    ['redirect-to-web', { error: 'redirect_to_web', request_uri: 'urn:canary', expires_in: 60 }],
    ['bad-credentials', { error: 'access_denied', reason: 'bad_credentials', attempts_left: 4 }],
    ['account-locked', { error: 'access_denied', reason: 'locked', locked_for: 1800 }],
    ['email-not-registered', { error: 'access_denied', reason: 'email_not_registered' }],
    ['method-not-allowed', { error: 'access_denied', reason: 'method_not_allowed' }],
    ['login-expired', { error: 'invalid_session' }],
    ['client-refused', { error: 'invalid_client' }],
  ])('%s stops cleanly at either step', async (code, body) => {
    const description = '<b onclick=alert(1)>canary</b>'.repeat(100);
    const refusal = json({ ...body, error_description: description }, 400);
    setup.sso.script('/challenge', refusal);
    const first = await setup.opened.sessions.begin(begin);
    expect(first).toMatchObject({ ok: false, error: { code } });
    setup.sso.script('/challenge', json(wantsOtp, 401), refusal);
    await setup.toOtpStep();
    const answer = await setup.opened.sessions.submitOtp(submit);
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify([first, answer, setup.opened.published])).not.toContain('canary');
    expect(setup.opened.sessions.state()[realm]).toEqual({ kind: 'logged-out', realm, reason: 'never' });
    expect(setup.sso.forms('/challenge').filter((form) => form.has('password'))).toHaveLength(2);
    expect(setup.second.seen).toHaveLength(0);
  });

  test('tells the numbers of a refusal', async () => {
    setup.sso.script('/challenge', json({ error: 'access_denied', reason: 'locked', locked_for: 1800 }, 400));
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ error: { details: { lockedForMs: 1_800_000 } } });
    setup.sso.script('/challenge', json({ error: 'access_denied', reason: 'bad_credentials', attempts_left: 2 }, 400));
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ error: { details: { attemptsLeft: 2 } } });
  });

  test('an answer that is lost after the OTP had left is told, and nothing is sent again', async () => {
    setup.sso.script('/challenge', json(wantsOtp, 401), cut, json({ authorization_code: 'code-1' }));
    await setup.toOtpStep();
    expect(await setup.opened.sessions.submitOtp(submit)).toMatchObject({
      ok: false,
      error: { code: 'otp-unanswered' },
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(setup.sso.forms('/challenge')).toHaveLength(2);
    expect(setup.kind()).toBe('otp');
    expect(await setup.opened.sessions.submitOtp(submit)).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
  });

  test('a password whose answer is lost is not sent again', async () => {
    setup.sso.script('/challenge', cut);
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(setup.sso.forms('/challenge')).toHaveLength(1);
    expect(setup.kind()).toBe('logged-out');
  });

  test('a cancel breaks off what is on the wire, and a late session is given back', async () => {
    let release = () => {};
    setup.sso.script('/token', (response, request) => {
      release = () => json(tokens)(response, request);
    });
    await setup.toOtpStep();
    const submitting = setup.opened.sessions.submitOtp(submit);
    while (setup.sso.forms('/token').length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await setup.opened.sessions.cancel(realm)).toMatchObject({ ok: true, value: { kind: 'logged-out' } });
    release();
    expect(await submitting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(setup.kind()).toBe('logged-out');
  });

  test.each(['Bearer', 'bearer', 'MAC', ''])('a token of type %j is refused', async (type) => {
    setup.sso.script('/token', json({ ...tokens, token_type: type }));
    await setup.toOtpStep();
    expect(await setup.opened.sessions.submitOtp(submit)).toMatchObject({
      ok: false,
      error: { code: 'token-downgraded' },
    });
    expect(setup.kind()).toBe('logged-out');
  });
});

describe('too many requests', () => {
  test.each([
    ['30', {}],
    ['Wed, 21 Oct 2026 07:28:30 GMT', { date: 'Wed, 21 Oct 2026 07:28:00 GMT' }],
    ['soon', {}],
  ])('Retry-After: %s is waited for', async (value, headers) => {
    const { clock } = setup;
    setup.sso.script('/challenge', json({}, 429, { 'retry-after': value, ...headers }), json(wantsOtp, 401));
    const limited = { ok: false, error: { code: 'rate-limited', details: { retryAfterMs: 30_000 } } };
    expect(await setup.opened.sessions.begin(begin)).toMatchObject(limited);
    const asked = setup.sso.server.seen.length;
    clock.pass(29_999);
    clock.set(3_600_000);
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({
      ok: false,
      error: { details: { retryAfterMs: 1 } },
    });
    expect(setup.sso.server.seen).toHaveLength(asked);
    clock.pass(1);
    expect((await setup.opened.sessions.begin(begin)).ok).toBe(true);
  });
});
