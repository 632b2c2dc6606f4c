import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../main/http/http.ts';
import { json, type Reply } from '../helpers/scripted-server.ts';
import { tokens } from '../helpers/scripted-sso.ts';
import { realm, setUpScriptedSso } from '../helpers/set-up-scripted-sso.ts';

const setup = setUpScriptedSso();
const cut: Reply = (response) => response.destroy();
const ended = json({ error: 'invalid_grant' }, 400);
const refused = json({}, 401, { 'www-authenticate': 'DPoP error="invalid_token"' });
const minute = 60_000;

function api(rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: `${setup.sso.server.origin}/api`, timeoutMs: 5_000, maxBytes: 1_000, ...rest };
}

function call(rest: Partial<HttpRequest> = {}) {
  return setup.opened.sessions.authorized(realm, api(rest));
}

describe('limits', () => {
  test('idle: the session ends by itself, is published, and nothing is sent any more', async () => {
    await setup.logIn();
    setup.clock.pass(15 * minute - 1);
    expect(setup.kind()).toBe('logged-in');
    setup.clock.pass(1);
    expect(setup.opened.sessions.state()[realm]).toEqual({ kind: 'logged-out', realm, reason: 'idle' });
    expect(setup.opened.published.at(-1)?.[realm]).toMatchObject({ reason: 'idle' });
    const asked = setup.sso.server.seen.length;
    expect(await call()).toMatchObject({ ok: false, error: { code: 'not-logged-in', retry: 'after-login' } });
    expect(await setup.opened.sessions.extend(realm)).toMatchObject({ ok: false, error: { code: 'not-logged-in' } });
    expect(setup.sso.server.seen).toHaveLength(asked);
  });

  test('idle: a timer ends it, without anybody asking', async () => {
    const { session } = tokens;
    setup.sso.script('/token', json({ ...tokens, session: { ...session, idle_seconds: 0.05 } }));
    await setup.logIn();
    setup.clock.pass(50);
    const isEnded = () => setup.opened.published.at(-1)?.[realm].kind === 'logged-out';
    while (!isEnded()) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(setup.opened.published.at(-1)?.[realm]).toMatchObject({ reason: 'idle' });
  });

  test('absolute: no sign of life moves it', async () => {
    await setup.logIn();
    for (let passed = 0; passed < 12 * 60; passed += 10) {
      expect((await call()).ok).toBe(true);
      setup.clock.pass(10 * minute);
    }
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ kind: 'logged-out', reason: 'absolute' });
    expect(await call()).toMatchObject({ ok: false, error: { code: 'not-logged-in' } });
  });

  test('setting the clock of this PC back gains nothing', async () => {
    await setup.logIn();
    setup.clock.set(-24 * 60 * minute);
    setup.clock.pass(10 * minute);
    expect(setup.opened.sessions.state()[realm]).toMatchObject({
      kind: 'logged-in',
      idleEndsAt: setup.clock.now() + 5 * minute,
    });
    setup.clock.set(-72 * 60 * minute);
    setup.clock.pass(5 * minute);
    expect(setup.kind()).toBe('logged-out');
  });

  test('a sleep during which the monotonic clock stood still counts, and so does a clock set forward', async () => {
    await setup.logIn();
    setup.clock.set(10 * minute);
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ idleEndsAt: setup.clock.now() + 5 * minute });
    const asked = setup.sso.server.seen.length;
    setup.clock.set(5 * minute);
    expect(await call()).toMatchObject({ ok: false, error: { code: 'not-logged-in' } });
    expect(setup.sso.server.seen).toHaveLength(asked);
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ kind: 'logged-out', reason: 'idle' });
  });

  test('a request is a sign of life, extend is one too', async () => {
    await setup.logIn();
    setup.clock.pass(14 * minute);
    expect((await call()).ok).toBe(true);
    setup.clock.pass(14 * minute);
    const extended = await setup.opened.sessions.extend(realm);
    expect(extended).toMatchObject({ ok: true, value: { idleEndsAt: setup.clock.now() + 15 * minute } });
    setup.clock.pass(14 * minute);
    expect(setup.kind()).toBe('logged-in');
  });
});

describe('refresh', () => {
  test('fifty callers with an old token ask once', async () => {
    await setup.logIn();
    setup.clock.pass(5 * minute);
    const answers = await Promise.all(Array.from({ length: 50 }, () => call()));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const refreshes = setup.sso.forms('/token').filter((form) => form.get('grant_type') === 'refresh_token');
    expect(refreshes).toHaveLength(1);
    expect(refreshes[0]?.get('refresh_token')).toBe('refresh-1');
  });

  test('a refused token is renewed once and the request sent once more, its body from the start', async () => {
    await setup.logIn();
    setup.sso.script('/api', refused, json({ fine: true }));
    let opened = 0;
    async function* bytes(): AsyncIterable<Uint8Array> {
      opened += 1;
      yield Buffer.from('abc');
    }
    const answer = await call({ method: 'POST', body: { open: bytes, length: 3 } });
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
    expect(opened).toBe(2);
    expect(setup.sso.server.seen.at(-1)?.body.toString()).toBe('abc');
  });

  test('a second refusal (also a step-up, RFC 9470) ends the session', async () => {
    await setup.logIn();
    setup.sso.script('/api', refused);
    expect(await call()).toMatchObject({ ok: false, error: { code: 'session-ended', retry: 'after-login' } });
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ kind: 'logged-out', reason: 'by-exchange' });
    expect(setup.sso.server.seen.filter(({ path }) => path === '/api')).toHaveLength(2);
  });

  test('the exchange ended the session', async () => {
    await setup.logIn();
    setup.sso.script('/token', ended);
    expect(await setup.opened.sessions.extend(realm)).toMatchObject({ ok: false, error: { code: 'session-ended' } });
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ kind: 'logged-out', reason: 'by-exchange' });
  });

  test.each<[string, Reply]>([
    ['a cut', cut],
    ['a 503', json({}, 503)],
    ['HTML', (response) => response.end('<html>')],
    ['a 429', json({}, 429, { 'retry-after': '60' })],
  ])('%s does not log the operator out, and while the old token holds it is used', async (_title, reply) => {
    await setup.logIn();
    setup.sso.script('/token', reply);
    setup.clock.pass(4 * minute + 45_000);
    expect((await call()).ok).toBe(true);
    setup.clock.pass(15_000);
    const answer = await call({ method: 'POST', body: Buffer.from('a submission') });
    expect(answer.ok).toBe(false);
    // Whatever became of the refresh: of the request itself nothing has left.
    if (!answer.ok) expect(answer.error.details?.bodySent ?? 0).toBe(0);
    expect(setup.kind()).toBe('logged-in');
    setup.sso.script('/token', json(tokens));
    setup.clock.pass(60_000);
    expect((await call()).ok).toBe(true);
  });

  test('a downgrade to Bearer is refused', async () => {
    await setup.logIn();
    setup.sso.script('/token', json({ ...tokens, token_type: 'Bearer', access_token: 'stolen' }));
    expect(await setup.opened.sessions.extend(realm)).toMatchObject({ ok: false, error: { code: 'token-downgraded' } });
    await call();
    expect(setup.sso.server.seen.at(-1)?.headers.authorization).toBe('DPoP access-1');
  });

  test('a rotated refresh token is understood', async () => {
    await setup.logIn();
    setup.sso.script('/token', json({ ...tokens, refresh_token: 'refresh-2', access_token: 'access-2' }));
    setup.sso.script('/api', refused, json({}));
    expect((await call()).ok).toBe(true);
    expect((await setup.opened.sessions.extend(realm)).ok).toBe(true);
    expect(setup.sso.forms('/token').at(-1)?.get('refresh_token')).toBe('refresh-2');
  });
});

describe('log out', () => {
  test('revokes and wipes', async () => {
    await setup.logIn();
    const out = await setup.opened.sessions.logOut(realm);
    expect(out).toEqual({ ok: true, value: { kind: 'logged-out', realm, reason: 'by-operator' } });
    expect(setup.sso.forms('/revoke').map((form) => form.get('token'))).toEqual(['refresh-1']);
    expect(await call()).toMatchObject({ ok: false, error: { code: 'not-logged-in' } });
  });

  test('wipes at once, also when the exchange does not answer or is gone', async () => {
    await setup.logIn();
    setup.sso.script('/revoke', () => undefined);
    const leaving = setup.opened.sessions.logOut(realm);
    expect(setup.kind()).toBe('logged-out');
    expect(setup.opened.published.at(-1)?.[realm].kind).toBe('logged-out');
    expect((await leaving).ok).toBe(true);
    setup.sso.script('/challenge', json({ authorization_code: 'code-2' }));
    await setup.opened.sessions.begin({ realm, userId: 'CHAN', password: 'x', remember: false });
    expect(setup.kind()).toBe('logged-in');
    await setup.sso.close();
    expect(await setup.opened.sessions.logOut(realm)).toMatchObject({ ok: true, value: { reason: 'by-operator' } });
  });

  test('the end of the program is a log-out', async () => {
    await setup.logIn();
    await setup.reopen();
    expect(setup.sso.forms('/revoke')).toHaveLength(1);
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ kind: 'logged-out', reason: 'never' });
  });

  test('while a refresh is on its way: its tokens are not taken', async () => {
    await setup.logIn();
    let release = () => {};
    setup.sso.script('/token', (response, request) => {
      release = () => json({ ...tokens, access_token: 'late' })(response, request);
    });
    const extending = setup.opened.sessions.extend(realm);
    while (setup.sso.forms('/token').length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await setup.opened.sessions.logOut(realm);
    release();
    expect(await extending).toMatchObject({ ok: false, error: { code: 'session-ended' } });
    expect(setup.kind()).toBe('logged-out');
  });
});
