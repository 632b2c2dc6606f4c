import { Hono } from 'hono';
import { addAuthenticatorRoutes } from '../authenticator/authenticator-routes.ts';
import type { PracticeContext } from '../core/practice-context.ts';
import { withFaults } from '../faults/apply-fault.ts';
import type { PracticeEnv } from '../net/practice-env.ts';
import { listReadiness } from '../readiness/list-readiness.ts';
import { addRecoveryRoutes } from '../recovery/recovery-routes.ts';
import { ssoAnswer } from './answers.ts';
import { challenge } from './challenge.ts';
import { loginPage } from './login-page.ts';
import { type RealmConfig, ssoPaths } from './realm.ts';
import { revoke } from './revoke.ts';
import { servePolicy } from './serve-policy.ts';
import { token } from './token.ts';

/** One issuer with everything below it (docs/wire/sso.md). */
export function createSsoApp(context: PracticeContext, config: RealmConfig): Hono<PracticeEnv> {
  const app = new Hono<PracticeEnv>();
  const { realm, issuer } = config;
  const { faults } = context;
  app.get(ssoPaths.page, withFaults(faults, `${realm}/page`), (request) => loginPage(request, realm));
  app.get(ssoPaths.metadata, withFaults(faults, `${realm}/metadata`), (request) =>
    ssoAnswer(request, 200, {
      issuer,
      authorization_challenge_endpoint: issuer + ssoPaths.challenge,
      token_endpoint: issuer + ssoPaths.token,
      revocation_endpoint: issuer + ssoPaths.revocation,
      jwks_uri: issuer + ssoPaths.jwks,
      ...(realm === 'ccms' ? { transition_policy_uri: issuer + ssoPaths.policy } : {}),
      response_types_supported: ['code'],
      scopes_supported: [config.scope],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
      dpop_signing_alg_values_supported: ['ES256'],
    }),
  );
  app.post(ssoPaths.challenge, withFaults(faults, `${realm}/challenge`), (request) =>
    challenge(context, config, request),
  );
  app.post(ssoPaths.token, withFaults(faults, `${realm}/token`), (request) => token(context, config, request));
  app.post(ssoPaths.revocation, withFaults(faults, `${realm}/revocation`), (request) =>
    revoke(context, config, request),
  );
  // Tokens are opaque and nothing is signed yet, so the set is empty; the endpoint is part of the metadata all the same.
  app.get(ssoPaths.jwks, withFaults(faults, `${realm}/jwks`), (request) => ssoAnswer(request, 200, { keys: [] }));
  if (realm === 'ecp') {
    addAuthenticatorRoutes(app, context, config);
    addRecoveryRoutes(app, context, config);
  }
  if (realm === 'ccms') {
    app.get(ssoPaths.readiness, withFaults(faults, 'ccms/readiness'), (request) =>
      listReadiness(context, config, request),
    );
    app.get(ssoPaths.policy, withFaults(faults, 'ccms/policy'), (request) => servePolicy(context, issuer, request));
  }
  app.notFound((request) => ssoAnswer(request, 404, { error: 'not_found' }));
  app.onError((error, request) => {
    context.log(`${realm} SSO: ${error.name}`);
    return ssoAnswer(request, 500, { error: 'server_error' });
  });
  return app;
}
