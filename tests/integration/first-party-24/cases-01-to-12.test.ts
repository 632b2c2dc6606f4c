import { describe, expect, test } from 'vitest';
import { holdClock } from '../../helpers/held-clock.ts';
import { json } from '../../helpers/scripted-server.ts';
import { codeOf, firstPartyServers, setUpFirstParty } from '../../helpers/set-up-first-party.ts';

/* The 24 cases of the first-party conversation (see set-up-first-party.ts): the conversation. */
describe.each(firstPartyServers)('cases 1 to 12 against %s', (_name, start) => {
  const setup = setUpFirstParty(start);

  test('1 another issuer in the metadata is refused before anything is sent', async () => {
    for (const change of [{ issuer: setup.elsewhere.origin }, { token_endpoint: `${setup.elsewhere.origin}/token` }]) {
      setup.client.proxy.change('metadata', (body) => ({ ...body, ...change }));
      expect(codeOf(await setup.client.begin())).toBe('answer-invalid');
    }
    expect(setup.client.proxy.forms('challenge')).toHaveLength(0);
  });

  test('2 the first request asks for a code, with PKCE S256', async () => {
    await setup.client.begin();
    const form = setup.client.proxy.forms('challenge')[0];
    expect(form?.get('response_type')).toBe('code');
    expect(form?.get('code_challenge_method')).toBe('S256');
    expect(form?.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('3 what was typed arrives to the byte', async () => {
    const odd = [
      ['a&b=c+d%20e', ' p&a=s+s%w%6frd '],
      ['陳大文', '密碼 pässwörd 🔑'],
      ['e\u0301', '\u00e9e\u0301\ufb01'],
    ] as const;
    for (const [userId, password] of odd) {
      const answer = await setup.client.sessions.begin({ realm: 'ccms', userId, password, remember: false });
      expect(codeOf(answer)).toBe('bad-credentials');
      expect(Object.fromEntries(setup.client.proxy.forms('challenge').at(-1) ?? [])).toMatchObject({
        username: userId,
        password,
      });
    }
  });

  test('4 a demand for an OTP shows the OTP step', async () => {
    expect(await setup.client.begin()).toMatchObject({
      ok: true,
      value: {
        kind: 'otp',
        length: 6,
        maskedAddress: expect.stringContaining('•'),
        sender: expect.stringMatching(/./),
      },
    });
  });

  test('5 the auth session is echoed', async () => {
    let given: unknown;
    setup.client.proxy.change('challenge', (body) => {
      given = body.auth_session;
      return body;
    });
    await setup.client.begin();
    await setup.client.submit();
    expect(setup.client.proxy.forms('challenge')[1]?.get('auth_session')).toBe(given);
  });

  test('6 a renewed auth session replaces the one before', async () => {
    await setup.client.begin();
    expect(codeOf(await setup.client.submit(setup.wrongOtp()))).toBe('otp-wrong');
    expect(codeOf(await setup.client.submit(setup.wrongOtp()))).toBe('otp-wrong');
    expect(await setup.client.submit()).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
    const sent = setup.client.proxy.forms('challenge').map((form) => form.get('auth_session'));
    expect(new Set(sent).size).toBe(4);
  });

  test('7 a requirement that this program does not know stops it cleanly', async () => {
    setup.client.proxy.change('challenge', ({ otp_required: _known, otp: _details, ...body }) => ({
      ...body,
      passkey_required: true,
    }));
    expect(codeOf(await setup.client.begin())).toBe('unknown-requirement');
    expect(setup.client.kind()).toBe('logged-out');
  });

  test('8 an auth session that is over begins anew, and the password is not sent again', async () => {
    await setup.client.begin();
    const otp = setup.target.otp();
    setup.target.forgetLogins();
    expect(codeOf(await setup.client.submit(otp))).toBe('login-expired');
    expect(setup.client.kind()).toBe('logged-out');
    expect(setup.passwords()).toBe(1);
  });

  test('9 a wish for the browser is told, with and without a request URI, and leads nowhere', async () => {
    for (const more of [{}, { request_uri: `${setup.elsewhere.origin}/authorize`, expires_in: 60 }]) {
      setup.client.proxy.answer('challenge', json({ error: 'redirect_to_web', ...more }, 400));
      const answer = await setup.client.begin();
      expect(codeOf(answer)).toBe('redirect-to-web');
      expect(JSON.stringify(answer)).not.toContain(setup.elsewhere.origin);
    }
  });

  test('10 a wrong OTP stays on the OTP step and counts', async () => {
    await setup.client.begin();
    const answer = await setup.client.submit(setup.wrongOtp());
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'otp-wrong', details: { attemptsLeft: expect.any(Number) } },
    });
    expect(setup.client.kind()).toBe('otp');
    expect(await setup.client.submit()).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
  });

  test('11 after 429 nothing is sent before the time that the server named', async () => {
    const clock = holdClock();
    await setup.reopen(clock);
    setup.client.proxy.answer('challenge', json({ error: 'slow_down' }, 429, { 'retry-after': '7' }));
    expect(await setup.client.begin()).toMatchObject({
      ok: false,
      error: { code: 'rate-limited', details: { retryAfterMs: 7_000 } },
    });
    clock.pass(6_000);
    expect(codeOf(await setup.client.begin())).toBe('rate-limited');
    expect(setup.passwords()).toBe(1);
    clock.pass(1_001);
    expect((await setup.client.begin()).ok).toBe(true);
  });

  test('12 a description of an error goes to nobody', async () => {
    const error_description = '<img src=x onerror=alert("canary")>'.repeat(1_000);
    setup.client.proxy.answer(
      'challenge',
      json({ error: 'access_denied', reason: 'bad_credentials', error_description }, 400),
    );
    const answer = await setup.client.begin();
    expect(codeOf(answer)).toBe('bad-credentials');
    expect(JSON.stringify([answer, setup.client.published])).not.toContain('canary');
  });
});
