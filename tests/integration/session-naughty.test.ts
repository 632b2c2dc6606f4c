import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };
import { expect, test } from 'vitest';
import { isOtp, normaliseOtp } from '../../shared/model/otp.ts';
import { json } from '../helpers/scripted-server.ts';
import { wantsOtp } from '../helpers/scripted-sso.ts';
import { realm, setUpScriptedSso } from '../helpers/set-up-scripted-sso.ts';

const setup = setUpScriptedSso();

test('every naughty string arrives as user ID and password as it is', async () => {
  setup.sso.script('/challenge', json({ error: 'access_denied', reason: 'bad_credentials' }, 400));
  for (const text of naughtyStrings) {
    const answer = await setup.opened.sessions.begin({ realm, userId: text, password: text, remember: false });
    const code = text.isWellFormed() ? 'bad-credentials' : 'invalid-input';
    expect(answer).toMatchObject({ ok: false, error: { code } });
  }
  const sent = setup.sso.forms('/challenge').map((form) => [form.get('username'), form.get('password')]);
  expect(sent).toEqual(naughtyStrings.filter((text) => text.isWellFormed()).map((text) => [text, text]));
});

test('no naughty string is sent as an OTP unless it is one', async () => {
  setup.sso.script('/challenge', json(wantsOtp, 401), json({ error: 'access_denied', reason: 'otp_wrong' }, 400));
  await setup.toOtpStep();
  for (const otp of naughtyStrings) {
    const code = isOtp(normaliseOtp(otp), 6) ? 'otp-wrong' : 'invalid-input';
    expect(await setup.opened.sessions.submitOtp({ realm, otp })).toMatchObject({ ok: false, error: { code } });
  }
  for (const form of setup.sso.forms('/challenge').slice(1)) expect(form.get('otp')).toMatch(/^[0-9]{6}$/);
});
