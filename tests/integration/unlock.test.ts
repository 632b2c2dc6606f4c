import { describe, expect, test } from 'vitest';
import { json } from '../helpers/scripted-server.ts';
import { tokens, wantsOtp } from '../helpers/scripted-sso.ts';
import { begin, realm, setUpScriptedSso, submit } from '../helpers/set-up-scripted-sso.ts';

const setup = setUpScriptedSso();
const minute = 60_000;

function tokensOf(userId: string, mark: string) {
  const session = { ...tokens.session, user_id: userId };
  return json({ ...tokens, access_token: `access-${mark}`, refresh_token: `refresh-${mark}`, session });
}

/** Logged in, and an SSO that will ask a second log-in for its OTP again. */
async function logInFirst(): Promise<void> {
  await setup.logIn();
  setup.sso.script('/challenge', json(wantsOtp, 401), json({ authorization_code: 'code-2' }));
}

const prove = async () => {
  const { proofs } = setup.opened.sessions;
  await proofs.begin(begin);
  return proofs.submitOtp(submit);
};
const revoked = () => setup.sso.forms('/revoke').map((form) => form.get('token'));

describe('proving to be the same person', () => {
  test('the former session goes on until the new one takes its place, and is revoked then', async () => {
    await logInFirst();
    const { proofs, state } = setup.opened.sessions;
    expect(await proofs.begin(begin)).toMatchObject({ ok: true, value: { kind: 'otp' } });
    expect([state()[realm].kind, proofs.state(realm).kind]).toEqual(['logged-in', 'otp']);
    setup.clock.pass(10 * minute);
    setup.sso.script('/token', tokensOf('CHAN', '2'));
    expect(await proofs.submitOtp(submit)).toMatchObject({ ok: true, value: { kind: 'logged-in' } });
    expect(state()[realm]).toMatchObject({ kind: 'logged-in', idleEndsAt: setup.clock.now() + 15 * minute });
    expect(proofs.state(realm).kind).toBe('logged-out');
    expect(revoked()).toEqual(['refresh-1']);
  });

  test('a session of somebody else is refused and revoked; the former one stays', async () => {
    await logInFirst();
    setup.sso.script('/token', tokensOf('SOMEBODY', '2'));
    expect(await prove()).toMatchObject({ ok: false, error: { code: 'unlock-wrong-user' } });
    expect(setup.opened.sessions.state()[realm]).toMatchObject({ kind: 'logged-in', userId: 'CHAN' });
    expect(revoked()).toEqual(['refresh-2']);
  });

  test('left: the former session stays and nothing more is sent', async () => {
    await logInFirst();
    const { proofs } = setup.opened.sessions;
    await proofs.begin(begin);
    proofs.cancel(realm);
    expect(proofs.state(realm).kind).toBe('logged-out');
    const asked = setup.sso.server.seen.length;
    expect(await proofs.submitOtp(submit)).toMatchObject({ ok: false, error: { code: 'login-expired' } });
    expect(setup.sso.server.seen).toHaveLength(asked);
    expect(setup.kind()).toBe('logged-in');
  });

  test('a request whose token was refused because its session was replaced meanwhile goes out with the new one', async () => {
    await logInFirst();
    setup.sso.script('/token', tokensOf('CHAN', '2'));
    const refused = json({}, 401, { 'www-authenticate': 'DPoP error="invalid_token"' });
    setup.sso.script(
      '/api',
      async (response, request) => {
        await prove();
        refused(response, request);
      },
      json({ fine: true }),
    );
    const url = `${setup.sso.server.origin}/api`;
    const answer = await setup.opened.sessions.authorized(realm, {
      method: 'GET',
      url,
      timeoutMs: 5_000,
      maxBytes: 1_000,
    });
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } });
    const sent = setup.sso.server.seen.filter(({ path }) => path === '/api');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['DPoP access-1', 'DPoP access-2']);
  });
});
