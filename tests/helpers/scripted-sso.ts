import type { Profile } from '../../main/profile/profile.ts';
import type { TestAuthority } from './make-certificates.ts';
import { json, type Reply, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

export type SsoPath = '/metadata' | '/challenge' | '/token' | '/revoke' | '/api';

/** An SSO that answers each path with what the test put in line for it; the last answer stays. */
export interface ScriptedSso {
  readonly profile: Profile;
  readonly server: ScriptedServer;
  script(path: SsoPath, ...replies: readonly Reply[]): void;
  /** The forms that a path received. */
  forms(path: SsoPath): URLSearchParams[];
  close(): Promise<void>;
}

export const otpPrompt = {
  masked_address: 'c•••n@example.com',
  sender: 'sso@example.com',
  subject: 'One-time password',
  length: 6,
  expires_in: 600,
  resend_in: 30,
  attempts_left: 5,
};

export const wantsOtp = {
  error: 'insufficient_authorization',
  auth_session: 'auth-1',
  otp_required: true,
  otp: otpPrompt,
};

export const tokens = {
  access_token: 'access-1',
  token_type: 'DPoP',
  expires_in: 300,
  refresh_token: 'refresh-1',
  scope: 'ccms',
  session: {
    user_id: 'CHAN',
    display_name: 'Chan',
    method: '2fa',
    functions: ['EU_ECPSFTP'],
    idle_seconds: 900,
    absolute_seconds: 43_200,
  },
};

export function metadataOf(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_challenge_endpoint: `${origin}/challenge`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/revoke`,
    jwks_uri: `${origin}/jwks`,
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: ['ES256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?');
  return path === '/.well-known/oauth-authorization-server' ? '/metadata' : path;
}

/** Starts one that lets everybody in after any six digits, until it is told otherwise. */
export async function startScriptedSso(authority: TestAuthority): Promise<ScriptedSso> {
  const server = await startScriptedServer(await authority.issue());
  const { origin } = server;
  const lines = new Map<string, Reply[]>([
    ['/metadata', [json(metadataOf(origin))]],
    ['/challenge', [json(wantsOtp, 401), json({ authorization_code: 'code-1' })]],
    ['/token', [json(tokens)]],
    ['/revoke', [json({})]],
    ['/api', [json({ fine: true })]],
  ]);
  server.reply((response, request) => {
    const line = lines.get(pathOf(request.path)) ?? [];
    const reply = line.length > 1 ? line.shift() : line[0];
    (reply ?? json({}, 404))(response, request);
  });
  const realm = { issuer: origin, clientId: 'terminal', scope: 'ccms' };
  const profile: Profile = {
    id: 'scripted',
    label: 'Scripted',
    kind: 'test',
    caCertificates: [authority.pem],
    realms: { ccms: realm, ecp: realm },
    ecpApi: origin,
    help: { hotline: '', email: '' },
    keepCredentials: false,
    practicePages: null,
  };
  return {
    profile,
    server,
    script: (path, ...replies) => lines.set(path, [...replies]),
    forms: (path) =>
      server.seen
        .filter(({ path: url }) => pathOf(url) === path)
        .map(({ body }) => new URLSearchParams(body.toString())),
    close: server.close,
  };
}
