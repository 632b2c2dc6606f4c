import type { Hono } from 'hono';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { withFaults } from '../faults/apply-fault.ts';
import type { PracticeEnv, PracticeRequest } from '../net/practice-env.ts';
import { readForm } from '../net/read-body.ts';
import { ssoAnswer } from '../sso/answers.ts';
import { loginPage } from '../sso/login-page.ts';
import { type RealmConfig, ssoPaths } from '../sso/realm.ts';
import { findUser } from '../store/users.ts';
import { changePassword, passwordRules } from './change-password.ts';
import { forgottenMail } from './forgotten-mail.ts';
import { practicePhones } from './practice-phones.ts';
import { issueResetToken, readResetToken } from './reset-link-store.ts';

type Answer = (request: PracticeRequest, form: URLSearchParams) => Response | Promise<Response>;

/** A forgotten password of Client Connect (docs/wire/sso.md). */
export function addRecoveryRoutes(app: Hono<PracticeEnv>, context: PracticeContext, config: RealmConfig): void {
  const faults = withFaults(context.faults, `${config.realm}/forgotten-password`);
  const path = ssoPaths.forgottenPassword;
  const post = (verb: string, answer: Answer) =>
    app.post(`${path}/${verb}`, faults, async (request) => {
      const form = await readForm(request, limits.formBytes);
      if (!form || form.get('client_id') !== config.clientId) {
        return ssoAnswer(request, 400, { error: 'invalid_request' });
      }
      return answer(request, form);
    });
  post('request', (request, form) => {
    sendLink(context, config, { email: form.get('email') ?? '', phone: form.get('phone') ?? '' });
    return ssoAnswer(request, 200, {});
  });
  post('check', (request, form) => {
    const link = readResetToken(context, config.realm, form.get('token') ?? '');
    if (link.kind !== 'whole') return ssoAnswer(request, 400, { error: 'invalid_link', reason: link.kind });
    const expiresIn = Math.floor((link.expiresAt - context.clock.now()) / 1000);
    return ssoAnswer(request, 200, { rules: passwordRules, expires_in: expiresIn });
  });
  post('change', async (request, form) => {
    const token = form.get('token') ?? '';
    const link = readResetToken(context, config.realm, token);
    if (link.kind !== 'whole') return ssoAnswer(request, 400, { error: 'invalid_link', reason: link.kind });
    const broken = await changePassword(context, { userId: link.userId, token, password: form.get('password') ?? '' });
    return broken.length === 0
      ? ssoAnswer(request, 200, {})
      : ssoAnswer(request, 400, { error: 'password_refused', broken });
  });
  // Opened in a browser the link does nothing: it is pasted into the terminal.
  app.get(`${path}/link`, (request) => loginPage(request, config.realm));
}

/** Mails a link when e-mail and telephone number are those of the record. Nobody waits for the mail: the time would tell. */
function sendLink(context: PracticeContext, config: RealmConfig, typed: { email: string; phone: string }): void {
  const { realm, issuer } = config;
  const address = findUser(context.database, realm, typed.email)?.email ?? null;
  if (address === null || practicePhones[typed.email] !== typed.phone) return;
  const token = issueResetToken(context, realm, typed.email);
  const link = `${issuer}${ssoPaths.forgottenPassword}/link?token=${token}`;
  void context.outbox.send(
    forgottenMail(address, { address: link, expiresAt: context.clock.now() + limits.resetLinkMs }),
  );
}
