import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { findSecrets } from '../../helpers/find-secrets.ts';
import { holdClock } from '../../helpers/held-clock.ts';
import { json, type Reply } from '../../helpers/scripted-server.ts';
import { codeOf, firstPartyServers, setUpFirstParty } from '../../helpers/set-up-first-party.ts';
import { openTestApp } from '../../helpers/test-app.ts';

function raw(contentType: string, body: string | Buffer): Reply {
  return (response) => {
    response.on('error', () => undefined);
    response.writeHead(200, { 'content-type': contentType });
    response.end(body);
  };
}
const cut: Reply = (response) => response.destroy();

/* The 24 cases of the first-party conversation (see set-up-first-party.ts): hostile answers and what stays. */
describe.each(firstPartyServers)('cases 13 to 24 against %s', (_name, start) => {
  const setup = setUpFirstParty(start);

  test('13 a 200 without a code is an error', async () => {
    for (const body of [{}, { authorization_code: '' }, { authorization_code: 7 }, { code: 'x' }]) {
      setup.client.proxy.answer('challenge', json(body));
      expect(codeOf(await setup.client.begin())).toBe('answer-invalid');
    }
    expect(setup.client.proxy.forms('token')).toHaveLength(0);
  });

  test('14 HTML with 200 is an error', async () => {
    setup.client.proxy.answer(
      'challenge',
      raw('text/html', '<!doctype html>'),
      raw('application/json', '<!doctype html>'),
    );
    expect(codeOf(await setup.client.begin())).toBe('answer-invalid');
    expect(codeOf(await setup.client.begin())).toBe('answer-invalid');
  });

  test('15 10 MB, members twice, a depth of 100,000: a bounded failure', async () => {
    setup.client.proxy.answer(
      'challenge',
      raw('application/json', Buffer.alloc(10_000_000, 0x20)),
      raw('application/json', '{"authorization_code":"x","authorization_code":1}'),
      raw('application/json', '['.repeat(100_000) + ']'.repeat(100_000)),
    );
    expect(codeOf(await setup.client.begin())).toBe('answer-too-large');
    expect(codeOf(await setup.client.begin())).toBe('answer-invalid');
    expect(['answer-invalid', 'answer-too-large']).toContain(codeOf(await setup.client.begin()));
    expect(setup.client.kind()).toBe('logged-out');
  });

  test('16 a redirect to another origin is refused: not a byte of the credentials goes there', async () => {
    for (const endpoint of ['metadata', 'challenge'] as const) {
      setup.client.proxy.answer(endpoint, json({}, 307, { location: `${setup.elsewhere.origin}/${endpoint}` }));
      expect(codeOf(await setup.client.begin())).toBe('redirect-refused');
    }
    await setup.client.begin();
    setup.client.proxy.answer('token', json({}, 307, { location: `${setup.elsewhere.origin}/token` }));
    expect(codeOf(await setup.client.submit())).toBe('redirect-refused');
  });

  test('17 the verifier fits the challenge, and the code is used once', async () => {
    await setup.logIn();
    const challenge = setup.client.proxy.forms('challenge')[0]?.get('code_challenge');
    const tokens = setup.client.proxy.forms('token');
    const verifier = tokens[0]?.get('code_verifier') ?? '';
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge);
    expect(tokens).toHaveLength(1);
  });

  test('18 a proof of one key on every request, one answer to a wish for a nonce, a second in a row stops', async () => {
    setup.target.setNonceMode(true);
    await setup.logIn();
    await setup.client.sessions.extend('ccms');
    const asked = setup.client.proxy.seen.filter(({ path: url }) => !url.startsWith('/.well-known'));
    const keys = asked.map(({ headers }) => JSON.stringify(decodeProtectedHeader(String(headers.dpop)).jwk));
    expect(new Set(keys).size).toBe(1);
    expect(setup.client.proxy.forms('challenge').length).toBeGreaterThan(2);
    await setup.client.sessions.logOut('ccms');
    const wantsNonce = (nonce: string) => json({ error: 'use_dpop_nonce' }, 400, { 'dpop-nonce': nonce });
    setup.client.proxy.answer('challenge', wantsNonce('one'), wantsNonce('two'));
    const before = setup.passwords();
    expect(codeOf(await setup.client.begin())).toBe('answer-invalid');
    expect(setup.passwords() - before).toBe(2);
  });

  test('19 a bearer token is refused', async () => {
    await setup.client.begin();
    setup.client.proxy.change('token', (body) => ({ ...body, token_type: 'Bearer' }));
    expect(codeOf(await setup.client.submit())).toBe('token-downgraded');
    expect(setup.client.kind()).toBe('logged-out');
  });

  test('20 a line that is cut after the OTP had left: told, and nothing is sent again', async () => {
    await setup.client.begin();
    setup.client.proxy.answer('challenge', cut);
    expect(codeOf(await setup.client.submit())).toBe('otp-unanswered');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(setup.otps()).toBe(1);
    expect(setup.client.kind()).toBe('otp');
    expect(await setup.client.submit()).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
  });

  test('21 a step-up ends the session here and asks for a log-in, without a loop', async () => {
    await setup.logIn();
    setup.client.proxy.answer('token', json({ error: 'insufficient_authorization', auth_session: 'step-up' }, 403));
    expect(await setup.client.sessions.extend('ccms')).toMatchObject({
      ok: false,
      error: { code: 'session-ended', retry: 'after-login' },
    });
    expect(setup.client.kind()).toBe('logged-out');
    await setup.logIn();
    const url = `${setup.target.profile.realms.ccms.issuer}/revoke`;
    const stepUp = json({}, 401, {
      'www-authenticate': 'DPoP error="insufficient_user_authentication", acr_values="x"',
    });
    setup.client.proxy.answer('revoke', stepUp, stepUp, stepUp);
    const before = setup.client.proxy.forms('revoke').length;
    const answer = await setup.client.sessions.authorized('ccms', {
      method: 'GET',
      url,
      timeoutMs: 5_000,
      maxBytes: 1_000,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'session-ended', retry: 'after-login' } });
    expect(setup.client.proxy.forms('revoke').length - before).toBe(1);
    expect(setup.client.kind()).toBe('logged-out');
  });

  test.each([5, -5])('22 with this PC off by %i minutes it logs in all the same', async (minutes) => {
    const clock = holdClock();
    clock.set(minutes * 60_000);
    await setup.reopen(clock);
    await setup.logIn();
  });

  test('23 logging out revokes and wipes, also offline', async () => {
    const before = setup.target.openSessions();
    await setup.logIn();
    expect(setup.target.openSessions()).toBe(before + 1);
    await setup.client.sessions.logOut('ccms');
    await expect.poll(() => setup.target.openSessions()).toBe(before);
    await setup.logIn();
    setup.client.proxy.answer('revoke', cut);
    expect(await setup.client.sessions.logOut('ccms')).toMatchObject({ ok: true, value: { kind: 'logged-out' } });
    const url = `${setup.target.profile.realms.ccms.issuer}/revoke`;
    const late = await setup.client.sessions.authorized('ccms', {
      method: 'GET',
      url,
      timeoutMs: 5_000,
      maxBytes: 1_000,
    });
    expect(codeOf(late)).toBe('not-logged-in');
  });

  test('24 nothing of it stays in a file, a log, a cookie or in what the page was given', async () => {
    const { app, dataFolder, close } = await openTestApp({ profile: setup.target.profile });
    const given: string[] = [];
    app.subscribe((event) => given.push(JSON.stringify(event)));
    const call = async (name: string, input: unknown) => given.push(JSON.stringify(await app.dispatch(name, input)));
    const { userId, password } = setup.target.user;
    await call('session/begin', { realm: 'ccms', userId, password, remember: true });
    const otp = setup.target.otp();
    await call('session/submitOtp', { realm: 'ccms', otp });
    expect(given.join()).toContain('"logged-in"');
    await call('session/logOut', { realm: 'ccms' });
    await writeFile(path.join(dataFolder, 'to-the-page'), given.join('\n'));
    expect(await findSecrets(dataFolder, [password, otp])).toEqual([]);
    await close();
    await setup.logIn();
    expect(setup.client.proxy.seen.map(({ headers }) => headers.cookie)).toEqual(
      setup.client.proxy.seen.map(() => undefined),
    );
  });
});
