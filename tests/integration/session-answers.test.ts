import { describe, expect, test } from 'vitest';
import { json, type Reply } from '../helpers/scripted-server.ts';
import { metadataOf, otpPrompt, type SsoPath, wantsOtp } from '../helpers/scripted-sso.ts';
import { begin, realm, setUpScriptedSso, submit } from '../helpers/set-up-scripted-sso.ts';

const setup = setUpScriptedSso();

function raw(status: number, contentType: string, body: string | Buffer): Reply {
  return (response) => {
    response.on('error', () => undefined);
    response.writeHead(status, { 'content-type': contentType });
    response.end(body);
  };
}

const hostileAnswers: readonly (readonly [string, Reply])[] = [
  ['HTML', raw(200, 'text/html', '<!doctype html><title>Log in</title>')],
  ['HTML that says JSON', raw(200, 'application/json', '<!doctype html>')],
  ['JSON that says HTML', raw(200, 'text/html', '{"authorization_code":"x"}')],
  ['nothing', raw(200, 'application/json', '')],
  ['no content type', (response) => response.end('{}')],
  ['null', json(null)],
  ['a list', json([])],
  ['no member', json({})],
  ['broken UTF-8', raw(200, 'application/json', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))],
  ['depth', raw(200, 'application/json', '['.repeat(30_000) + ']'.repeat(30_000))],
  ['depth cut off', raw(200, 'application/json', '{"a":'.repeat(12_000))],
  ['a strange status', json({}, 204)],
  ['10 MB', raw(200, 'application/json', Buffer.alloc(10_000_000, 0x20))],
];

describe('an answer that is not of the protocol', () => {
  const paths: readonly SsoPath[] = ['/metadata', '/challenge', '/token'];
  test.each(paths.flatMap((path) => hostileAnswers.map(([title, reply]) => ({ path, title, reply }))))(
    '$title from $path is an error and no session',
    async ({ path, reply }) => {
      if (path === '/challenge') setup.sso.script(path, json(wantsOtp, 401), reply);
      else setup.sso.script(path, reply);
      await setup.opened.sessions.begin(begin);
      const answer =
        path === '/metadata' ? await setup.opened.sessions.begin(begin) : await setup.opened.sessions.submitOtp(submit);
      expect(answer.ok).toBe(false);
      expect(['answer-invalid', 'answer-too-large']).toContain(answer.ok ? '' : answer.error.code);
      // Only the OTP step itself may go on: a code that was given is used up.
      expect(setup.kind()).toBe(path === '/challenge' ? 'otp' : 'logged-out');
    },
  );

  test.each([
    ['the error', { ...wantsOtp, error: 1 }],
    ['a length of 999', { ...wantsOtp, otp: { ...otpPrompt, length: 999 } }],
    ['no auth session', { ...wantsOtp, auth_session: undefined }],
    ['no description of the mail', { ...wantsOtp, otp: undefined }],
    ['a mail address of 10,000 characters', { ...wantsOtp, otp: { ...otpPrompt, masked_address: 'x'.repeat(10_000) } }],
  ])('a demand for an OTP with a wrong member (%s) is refused', async (_title, body) => {
    setup.sso.script('/challenge', json(body, 401));
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'answer-invalid' } });
    expect(setup.kind()).toBe('logged-out');
  });

  test('of a member that stands twice the last counts, as for every JSON reader', async () => {
    setup.sso.script(
      '/challenge',
      json(wantsOtp, 401),
      raw(200, 'application/json', '{"authorization_code":1,"authorization_code":"code-1"}'),
    );
    await setup.logIn();
  });

  test('text of the server loses what hides or reorders characters', async () => {
    setup.sso.script(
      '/challenge',
      json({ ...wantsOtp, otp: { ...otpPrompt, sender: 'sso@\u202emoc.live\u0000\u200b' } }, 401),
    );
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: true, value: { sender: 'sso@moc.live' } });
  });
});

describe('credentials go to one origin only', () => {
  const redirects = [301, 302, 303, 307, 308];
  test.each(
    redirects.flatMap((status) => (['/metadata', '/challenge', '/token'] as const).map((path) => ({ status, path }))),
  )('$path answers $status to another origin', async ({ status, path }) => {
    setup.sso.script(path, json({}, status, { location: `${setup.second.origin}${path}` }));
    const began = await setup.opened.sessions.begin(begin);
    const answer = path === '/token' ? await setup.opened.sessions.submitOtp(submit) : began;
    expect(answer).toMatchObject({ ok: false, error: { code: 'redirect-refused' } });
    expect(setup.second.seen).toHaveLength(0);
  });

  test.each(['authorization_challenge_endpoint', 'token_endpoint', 'revocation_endpoint'])(
    'metadata with %s elsewhere is refused before anything is sent',
    async (member) => {
      setup.sso.script(
        '/metadata',
        json({ ...metadataOf(setup.sso.server.origin), [member]: `${setup.second.origin}/challenge` }),
      );
      expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'answer-invalid' } });
      expect(setup.second.seen).toHaveLength(0);
      expect(setup.sso.server.seen.filter(({ method }) => method === 'POST')).toHaveLength(0);
    },
  );

  test.each([
    ['another host', (origin: string) => origin.replace('127.0.0.1', 'localhost')],
    ['a slash more', (origin: string) => `${origin}/`],
    ['nothing', () => undefined],
  ])('metadata of another issuer (%s) are refused', async (_title, change) => {
    const { origin } = setup.sso.server;
    setup.sso.script('/metadata', json({ ...metadataOf(origin), issuer: change(origin) }));
    expect(await setup.opened.sessions.begin(begin)).toMatchObject({ ok: false, error: { code: 'answer-invalid' } });
    expect(setup.sso.server.seen.filter(({ method }) => method === 'POST')).toHaveLength(0);
  });

  test('the access token goes to no other origin', async () => {
    await setup.logIn();
    const request = { method: 'GET', url: `${setup.second.origin}/api`, timeoutMs: 5_000, maxBytes: 1_000 } as const;
    await expect(setup.opened.sessions.authorized(realm, request)).rejects.toThrow(TypeError);
    expect(setup.second.seen).toHaveLength(0);
  });

  test('a cookie that the server sets never comes back', async () => {
    setup.sso.script(
      '/challenge',
      json(wantsOtp, 401, { 'set-cookie': 'a=b' }),
      json({ authorization_code: 'code-1' }),
    );
    await setup.logIn();
    expect(setup.sso.server.seen.map(({ headers }) => headers.cookie)).toEqual(
      setup.sso.server.seen.map(() => undefined),
    );
  });
});
