import { randomUUID } from 'node:crypto';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPracticeClient, type PracticeClient } from '../helpers/practice-client.ts';
import { logInAs, newestOtp, type PracticeSetup, practiceUser, setUpPractice } from '../helpers/practice-setup.ts';

const MINUTE = 60_000;
const CHAN = practiceUser('CHANTM');

let setup: PracticeSetup;
let client: PracticeClient;
beforeEach(async () => {
  // Time stands still but for `advance`: on a busy machine seconds pass between two answers that must be alike.
  const startedAt = Date.now();
  setup = await setUpPractice({ pcNow: () => startedAt });
  client = await createPracticeClient(setup.exchange.profile, () => startedAt + setup.exchange.control.clockOffset());
});
afterEach(() => setup.close());

const advance = (ms: number) => setup.exchange.control.setClockOffset(setup.exchange.control.clockOffset() + ms);
const logIn = () => logInAs(setup.exchange, client, CHAN.userId);
const logins = () => setup.exchange.control.logins().map((login) => login.userId);

async function authorizationCode(): Promise<string> {
  const first = await client.password('ccms', CHAN.userId, CHAN.password);
  const otp = newestOtp(setup.exchange, CHAN.email ?? '');
  return String((await client.otp('ccms', String(first.json().auth_session), otp)).json().authorization_code);
}

describe('authorization code', () => {
  test('gives DPoP tokens and says who is logged in and for how long', async () => {
    const answer = await client.code('ccms', await authorizationCode());
    expect(answer.json()).toEqual({
      access_token: expect.any(String),
      token_type: 'DPoP',
      expires_in: 300,
      refresh_token: expect.any(String),
      scope: 'ccms',
      session: {
        user_id: 'CHANTM',
        display_name: 'CHAN TAI MAN',
        method: '2fa',
        functions: [],
        reminders: [],
        idle_seconds: 900,
        absolute_seconds: expect.toSatisfy((seconds: number) => seconds > 43_190 && seconds <= 43_200),
      },
    });
  });

  test('is good once; used again it ends the session that came of it', async () => {
    const code = await authorizationCode();
    const refreshToken = String((await client.code('ccms', code)).json().refresh_token);
    expect(logins()).toEqual(['CHANTM']);
    expect((await client.code('ccms', code)).json()).toEqual({ error: 'invalid_grant' });
    expect(logins()).toEqual([]);
    expect((await client.refresh('ccms', refreshToken)).json()).toEqual({ error: 'invalid_grant' });
  });

  test('needs its own verifier, its own key, its own realm, and one minute', async () => {
    const members = (code: string) => ({ grant_type: 'authorization_code', client_id: 'ccms-terminal', code });
    const wrongVerifier = { ...members(await authorizationCode()), code_verifier: 'x'.repeat(43) };
    expect((await client.form(client.tokenUrl('ccms'), wrongVerifier)).json()).toEqual({ error: 'invalid_grant' });
    const stranger = await createPracticeClient(setup.exchange.profile);
    const stolen = { ...members(await authorizationCode()), code_verifier: client.verifier };
    expect((await stranger.form(stranger.tokenUrl('ccms'), stolen)).json()).toEqual({ error: 'invalid_grant' });
    expect((await client.code('ecp', await authorizationCode())).json()).toEqual({ error: 'invalid_grant' });
    const late = await authorizationCode();
    advance(MINUTE);
    expect((await client.code('ccms', late)).json()).toEqual({ error: 'invalid_grant' });
  });
});

describe('session', () => {
  test('a refresh keeps the refresh token, starts the idle time anew and lets the absolute time run on', async () => {
    const { refreshToken } = await logIn();
    for (let round = 0; round < 3; round++) {
      advance(14 * MINUTE);
      const answer = await client.refresh('ccms', refreshToken);
      expect(answer.json()).toMatchObject({ refresh_token: refreshToken, session: { idle_seconds: 900 } });
    }
    const { session } = (await client.refresh('ccms', refreshToken)).json();
    expect(session).toMatchObject({ absolute_seconds: expect.toSatisfy((s: number) => s <= 43_200 - 42 * 60) });
  });

  test('ends after 15 idle minutes', async () => {
    const { refreshToken } = await logIn();
    advance(15 * MINUTE);
    expect(logins()).toEqual([]);
    expect((await client.refresh('ccms', refreshToken)).json()).toEqual({ error: 'invalid_grant' });
  });

  test('ends after 12 hours however busy it was', async () => {
    const { refreshToken } = await logIn();
    for (let round = 0; round < 51; round++) {
      advance(14 * MINUTE);
      expect((await client.refresh('ccms', refreshToken)).status).toBe(200);
    }
    advance(6 * MINUTE);
    expect((await client.refresh('ccms', refreshToken)).json()).toEqual({ error: 'invalid_grant' });
  });

  test('an access token ends after five minutes, and a use of the web API is a sign of life', async () => {
    const { accessToken, refreshToken } = await logInAs(setup.exchange, client, 'chan@firm.example');
    const folders = (token: string) => client.api(token, { method: 'GET', path: '/api/folders/v1' });
    advance(4 * MINUTE);
    expect((await folders(accessToken)).status).toBe(200);
    advance(MINUTE);
    expect((await folders(accessToken)).status).toBe(401);
    advance(13 * MINUTE);
    expect((await client.refresh('ecp', refreshToken)).status).toBe(200);
  });

  test('a refresh token is bound to its key and its realm', async () => {
    const { refreshToken } = await logIn();
    const thief = await createPracticeClient(setup.exchange.profile);
    expect((await thief.refresh('ccms', refreshToken)).json()).toEqual({ error: 'invalid_grant' });
    expect((await client.refresh('ecp', refreshToken)).json()).toEqual({ error: 'invalid_grant' });
    expect((await client.refresh('ccms', refreshToken)).status).toBe(200);
  });

  test.each(['refreshToken', 'accessToken'] as const)('revoking the %s ends the session', async (which) => {
    const tokens = await logInAs(setup.exchange, client, 'chan@firm.example');
    const { issuer, clientId } = setup.exchange.profile.realms.ecp;
    const revoked = await client.form(`${issuer}/revoke`, { token: tokens[which], client_id: clientId });
    expect(revoked.status).toBe(200);
    expect(logins()).toEqual([]);
    expect((await client.refresh('ecp', tokens.refreshToken)).json()).toEqual({ error: 'invalid_grant' });
    const folders = await client.api(tokens.accessToken, { method: 'GET', path: '/api/folders/v1' });
    expect(folders.status).toBe(401);
    const unknown = await client.form(`${issuer}/revoke`, { token: 'unknown', client_id: clientId });
    expect([unknown.status, unknown.text]).toEqual([revoked.status, revoked.text]);
  });
});

describe('requests and proofs', () => {
  const first = () => ({
    client_id: 'ccms-terminal',
    response_type: 'code',
    scope: 'ccms',
    code_challenge: client.codeChallenge,
    code_challenge_method: 'S256',
    username: CHAN.userId,
    password: CHAN.password,
  });

  test.each([
    ['another client', { client_id: 'other' }, [401, 'invalid_client']],
    ['no response type', { response_type: 'token' }, [400, 'invalid_request']],
    ['plain PKCE', { code_challenge_method: 'plain' }, [400, 'invalid_request']],
    ['no challenge', { code_challenge: '' }, [400, 'invalid_request']],
    ['another scope', { scope: 'ecp' }, [400, 'invalid_scope']],
    ['no password', { password: '' }, [400, 'invalid_request']],
    ['an endless user ID', { username: 'x'.repeat(129) }, [400, 'invalid_request']],
    ['more than 64 KiB', { padding: 'x'.repeat(64 * 1024) }, [400, 'invalid_request']],
  ])('refuses %s', async (_what, changes, expected) => {
    const answer = await client.form(client.challengeUrl('ccms'), { ...first(), ...changes });
    expect([answer.status, answer.json().error]).toEqual(expected);
  });

  test('refuses a repeated member and a body that is no form', async () => {
    const url = client.challengeUrl('ccms');
    const headers = { 'content-type': 'application/x-www-form-urlencoded', dpop: await client.proof('POST', url) };
    const body = `${new URLSearchParams(first())}&username=HOKW`;
    expect((await client.raw({ method: 'POST', url, headers, body })).json().error).toBe('invalid_request');
    const json = { 'content-type': 'application/json', dpop: await client.proof('POST', url) };
    const answer = await client.raw({ method: 'POST', url, headers: json, body: JSON.stringify(first()) });
    expect(answer.json().error).toBe('invalid_request');
  });

  test('refuses every proof that is not one', async () => {
    const url = client.challengeUrl('ccms');
    const now = Math.floor(Date.now() / 1000);
    const used = await client.proof('POST', url);
    await client.form(url, first(), { dpop: used });
    const rsa = await generateKeyPair('RS256');
    const claims = { jti: randomUUID(), htm: 'POST', htu: url, iat: now };
    const foreign = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'dpop+jwt' })
      .sign(rsa.privateKey);
    const bad: [string, string][] = [
      ['none', ''],
      ['no JWT', 'abc'],
      ['replayed', used],
      ['too old', await client.proof('POST', url, { iat: now - 301 })],
      ['too new', await client.proof('POST', url, { iat: now + 302 })],
      ['other method', await client.proof('GET', url)],
      ['other address', await client.proof('POST', client.tokenUrl('ccms'))],
      ['short jti', await client.proof('POST', url, { jti: 'short' })],
      ['long jti', await client.proof('POST', url, { jti: 'x'.repeat(200) })],
      ['other algorithm', foreign],
      ['broken signature', `${(await client.proof('POST', url)).slice(0, -6)}AAAAAA`],
    ];
    for (const [what, dpop] of bad) {
      const answer = await client.form(url, first(), { dpop });
      expect([answer.status, answer.json().error], what).toEqual([400, 'invalid_dpop_proof']);
    }
    const edge = await client.form(url, first(), { dpop: await client.proof('POST', url, { iat: now - 290 }) });
    expect(edge.status).toBe(401);
  });

  test('in nonce mode a proof needs the nonce that the exchange gave', async () => {
    setup.exchange.control.setNonceMode(true);
    const url = client.challengeUrl('ccms');
    const asked = await client.form(url, first());
    expect([asked.status, asked.json().error]).toEqual([400, 'use_dpop_nonce']);
    const nonce = String(asked.headers['dpop-nonce']);
    const made = await client.form(url, first(), { dpop: await client.proof('POST', url, { nonce: 'made-up' }) });
    expect(made.json().error).toBe('use_dpop_nonce');
    const good = await client.form(url, first(), { dpop: await client.proof('POST', url, { nonce }) });
    expect(good.json().error).toBe('insufficient_authorization');
  });
});
