import type { Hono } from 'hono';
import { limits } from '../core/limits.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { withFaults } from '../faults/apply-fault.ts';
import type { PracticeEnv, PracticeRequest } from '../net/practice-env.ts';
import { drainBody, readForm } from '../net/read-body.ts';
import { ssoAnswer } from '../sso/answers.ts';
import { authorizeSession } from '../sso/authorize-session.ts';
import { type RealmConfig, ssoPaths } from '../sso/realm.ts';
import {
  beginAuthenticator,
  confirmAuthenticator,
  hasAuthenticator,
  removeAuthenticator,
} from './authenticator-store.ts';
import { authenticatorAddress } from './totp.ts';

interface Asked {
  readonly owner: { readonly realm: RealmConfig['realm']; readonly userId: string };
  readonly form: URLSearchParams;
}

/** Setting up and removing an authenticator app, for whoever is logged in (docs/wire/sso.md). */
export function addAuthenticatorRoutes(app: Hono<PracticeEnv>, context: PracticeContext, config: RealmConfig): void {
  const asked = (answer: (request: PracticeRequest, asked: Asked) => Response) => async (request: PracticeRequest) => {
    const authorization = await authorizeSession(context, config, request);
    if (authorization.kind === 'refused') {
      await drainBody(request, limits.formBytes);
      return authorization.answer;
    }
    const form = await readForm(request, limits.formBytes);
    const { userId } = authorization.session;
    return answer(request, { owner: { realm: config.realm, userId }, form: form ?? new URLSearchParams() });
  };
  const state = (request: PracticeRequest, { owner }: Asked) =>
    ssoAnswer(request, 200, { enrolled: hasAuthenticator(context, owner) });
  const path = ssoPaths.authenticator;
  const faults = withFaults(context.faults, `${config.realm}/authenticator`);
  app.get(path, faults, asked(state));
  app.post(
    `${path}/begin`,
    faults,
    asked((request, { owner }) => {
      const secret = beginAuthenticator(context, owner);
      return ssoAnswer(request, 200, { secret, otpauth_uri: authenticatorAddress(secret, owner.userId) });
    }),
  );
  app.post(
    `${path}/confirm`,
    faults,
    asked((request, { owner, form }) => {
      const outcome = confirmAuthenticator(context, owner, form.get('otp') ?? '');
      if (outcome === 'confirmed') return ssoAnswer(request, 200, { enrolled: true });
      const reason = outcome === 'wrong' ? 'otp_wrong' : 'nothing_begun';
      return ssoAnswer(request, 400, { error: 'access_denied', reason });
    }),
  );
  app.post(
    `${path}/remove`,
    faults,
    asked((request, asking) => {
      removeAuthenticator(context, asking.owner);
      return state(request, asking);
    }),
  );
}
