import { createHash } from 'node:crypto';
import { decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { memoryCredentials } from '../helpers/memory-credentials.ts';
import { json, type Reply, type SeenRequest } from '../helpers/scripted-server.ts';
import { wantsOtp } from '../helpers/scripted-sso.ts';
import { begin, realm, setUpScriptedSso, submit } from '../helpers/set-up-scripted-sso.ts';

const setup = setUpScriptedSso();

const wantsNonce: Reply = json({ error: 'use_dpop_nonce' }, 400, { 'dpop-nonce': 'nonce-1' });
const apiWantsNonce: Reply = json({}, 401, {
  'www-authenticate': 'DPoP error="use_dpop_nonce", error_description="x"',
  'dpop-nonce': 'nonce-2',
});

async function call() {
  const url = `${setup.sso.server.origin}/api?b=c`;
  return setup.opened.sessions.authorized(realm, { method: 'GET', url, timeoutMs: 5_000, maxBytes: 1_000 });
}

async function proofOf(request: SeenRequest) {
  const proof = String(request.headers.dpop);
  const { payload } = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256'],
    currentDate: new Date(setup.clock.now()),
  });
  return { payload, jwk: decodeProtectedHeader(proof).jwk };
}

describe('proofs of possession', () => {
  test('every request but the metadata carries a valid one of the same key, each with an ID of its own', async () => {
    await setup.logIn();
    await call();
    await setup.opened.sessions.extend(realm);
    await setup.opened.sessions.logOut(realm);
    const requests = setup.sso.server.seen.filter(({ path }) => !path.startsWith('/.well-known'));
    expect(requests.map(({ path }) => path)).toEqual([
      '/challenge',
      '/challenge',
      '/token',
      '/api?b=c',
      '/token',
      '/revoke',
    ]);
    const proofs = await Promise.all(requests.map(proofOf));
    for (const [index, { payload }] of proofs.entries()) {
      const path = requests[index]?.path.split('?')[0];
      expect(payload).toMatchObject({ htm: requests[index]?.method, htu: `${setup.sso.server.origin}${path}` });
    }
    expect(new Set(proofs.map(({ payload }) => payload.jti)).size).toBe(proofs.length);
    expect(new Set(proofs.map(({ jwk }) => JSON.stringify(jwk))).size).toBe(1);
    expect(Object.keys(proofs[0]?.jwk ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y']);
    const ath = createHash('sha256').update('access-1').digest('base64url');
    expect(proofs.map(({ payload }) => payload.ath)).toEqual([
      undefined,
      undefined,
      undefined,
      ath,
      undefined,
      undefined,
    ]);
    expect(requests[3]?.headers.authorization).toBe('DPoP access-1');
  });

  test('the verifier fits the challenge, and the code is used once', async () => {
    await setup.logIn();
    const challenge = setup.sso.forms('/challenge')[0]?.get('code_challenge');
    const [form, ...more] = setup.sso.forms('/token');
    const verifier = form?.get('code_verifier') ?? '';
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge);
    expect(form?.get('code')).toBe('code-1');
    expect(more).toHaveLength(0);
  });

  test.each([5 * 60_000, -5 * 60_000])('with this PC off by %i ms the proof has the exchange’s time', async (off) => {
    setup.clock.set(off);
    await setup.toOtpStep();
    const request = setup.sso.server.seen.at(-1);
    const iat = decodeIat(String(request?.headers.dpop));
    expect(Math.abs(iat * 1_000 - Date.now())).toBeLessThan(60_000);
    const offset = setup.opened.sessions.state().offsetMs ?? 0;
    expect(Math.abs(offset + off)).toBeLessThan(60_000);
  });

  test('a wish for a nonce is met once, and the nonce stays', async () => {
    setup.sso.script('/challenge', wantsNonce, json(wantsOtp, 401), json({ authorization_code: 'code-1' }));
    await setup.logIn();
    setup.sso.script('/api', apiWantsNonce, json({ fine: true }));
    expect(await call()).toMatchObject({ ok: true, value: { status: 200 } });
    const nonces = setup.sso.server.seen.slice(1).map(({ headers }) => decodeNonce(String(headers.dpop)));
    expect(nonces).toEqual([undefined, 'nonce-1', 'nonce-1', 'nonce-1', 'nonce-1', 'nonce-2']);
    expect(setup.sso.forms('/token')).toHaveLength(1);
  });

  test('a second wish in a row stops', async () => {
    setup.sso.script('/challenge', wantsNonce);
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'answer-invalid' } });
    expect(setup.sso.forms('/challenge')).toHaveLength(2);
    setup.sso.script('/challenge', json(wantsOtp, 401), wantsNonce);
    await setup.toOtpStep();
    expect(await setup.opened.sessions.submitOtp(submit)).toMatchObject({ error: { code: 'answer-invalid' } });
    expect(setup.sso.forms('/challenge').filter((form) => form.has('otp'))).toHaveLength(2);
  });

  test('a wish without a usable nonce is not met', async () => {
    setup.sso.script('/challenge', json({ error: 'use_dpop_nonce' }, 400));
    expect((await setup.opened.sessions.begin(begin)).ok).toBe(false);
    setup.sso.script('/challenge', json({ error: 'use_dpop_nonce' }, 400, { 'dpop-nonce': 'a"b' }));
    expect((await setup.opened.sessions.begin(begin)).ok).toBe(false);
    expect(setup.sso.forms('/challenge')).toHaveLength(2);
  });
});

function payloadOf(proof: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString());
}

function decodeIat(proof: string): number {
  return Number(payloadOf(proof).iat);
}

function decodeNonce(proof: string): unknown {
  return payloadOf(proof).nonce;
}

async function thumbprintAfterLogin(): Promise<string> {
  await setup.toOtpStep();
  return JSON.stringify(decodeProtectedHeader(String(setup.sso.server.seen.at(-1)?.headers.dpop)).jwk);
}

describe('the key of this PC', () => {
  test('is the same after a restart, and nothing secret is kept beside it', async () => {
    const kept = new Map<string, string>();
    await setup.reopen(memoryCredentials(kept));
    const first = await thumbprintAfterLogin();
    await setup.opened.sessions.submitOtp(submit);
    setup.sso.script('/challenge', json(wantsOtp, 401));
    await setup.reopen(memoryCredentials(kept));
    expect(await thumbprintAfterLogin()).toBe(first);
    expect([...kept.keys()]).toEqual(['device-key']);
    expect(JSON.parse(kept.get('device-key') ?? '')).toMatchObject({ kty: 'EC', crv: 'P-256' });
  });

  test.each([
    ['damaged', '{"kty":"EC"'],
    ['foreign', '{"kty":"RSA"}'],
    [
      'not on the curve',
      JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43), d: 'A'.repeat(43) }),
    ],
  ])('that is %s is replaced', async (_title, value) => {
    const kept = new Map([['device-key', value]]);
    await setup.reopen(memoryCredentials(kept));
    await setup.toOtpStep();
    expect(kept.get('device-key')).not.toBe(value);
  });

  test('lives as long as the program where there is no keychain', async () => {
    const first = await thumbprintAfterLogin();
    setup.sso.script('/challenge', json(wantsOtp, 401));
    await setup.reopen();
    expect(await thumbprintAfterLogin()).not.toBe(first);
  });
});

describe('the remembered user ID', () => {
  test('is kept on wish once the exchange took it, and forgotten on wish', async () => {
    await setup.reopen(memoryCredentials());
    const { sessions } = setup.opened;
    setup.sso.script(
      '/challenge',
      json({ error: 'access_denied', reason: 'bad_credentials' }, 400),
      json(wantsOtp, 401),
    );
    await sessions.begin({ ...begin, remember: true });
    expect(await sessions.rememberedUserId(realm)).toEqual({ ok: true, value: null });
    await sessions.begin({ ...begin, remember: true });
    expect(await sessions.rememberedUserId(realm)).toEqual({ ok: true, value: 'CHAN' });
    expect(await sessions.rememberedUserId('ecp')).toEqual({ ok: true, value: null });
    await sessions.cancel(realm);
    await sessions.begin({ ...begin, remember: false });
    expect(await sessions.rememberedUserId(realm)).toEqual({ ok: true, value: null });
    await sessions.cancel(realm);
    await sessions.begin({ ...begin, remember: true });
    expect((await sessions.forgetUserId(realm)).ok).toBe(true);
    expect(await sessions.rememberedUserId(realm)).toEqual({ ok: true, value: null });
  });

  test('is refused where there is no keychain, and the log-in goes on', async () => {
    expect(await setup.opened.sessions.begin({ ...begin, remember: true })).toMatchObject({ ok: true });
    const remembered = await setup.opened.sessions.rememberedUserId(realm);
    expect(remembered).toMatchObject({ ok: false, error: { code: 'keychain-unavailable' } });
  });
});
