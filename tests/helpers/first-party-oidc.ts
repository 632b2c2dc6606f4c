import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  EmbeddedJWK,
  exportJWK,
  generateKeyPair,
  type JWK,
  jwtVerify,
} from 'jose';
import { Provider } from 'oidc-provider';
import type { Profile } from '../../main/profile/profile.ts';
import type { TestAuthority } from './make-certificates.ts';

type Context = Parameters<Parameters<Provider['use']>[0]>[0];

/** One log-in between its password and its OTP. */
interface AuthSession {
  readonly accountId: string;
  readonly codeChallenge: string;
  readonly thumbprint: string;
  readonly otp: string;
  failures: number;
}

export interface FirstPartyOidc {
  readonly profile: Profile;
  newestOtp(): string;
  /** Forgets the log-ins under way. */
  forgetAuthSessions(): void;
  setNonceMode(on: boolean): void;
  /** Refresh tokens that still open a session. */
  openSessions(): number;
  close(): Promise<void>;
}

const CLIENT = 'ccms-terminal';
const SCOPE = 'ccms';
export const oidcUser = { userId: 'CHANTM', password: 'Independent-Server-Canary-1842' };

async function readForm(ctx: Context): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** The thumbprint of a proof's key, with the nonce that it carries; null for no valid proof (RFC 9449 section 4.3). */
async function readProof(ctx: Context): Promise<{ thumbprint: string; nonce: unknown } | null> {
  try {
    const proof = ctx.get('DPoP');
    const { payload } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'] });
    if (payload.htm !== ctx.method || payload.htu !== ctx.href) return null;
    const { jwk } = decodeProtectedHeader(proof);
    return { thumbprint: await calculateJwkThumbprint(jwk as JWK), nonce: payload.nonce };
  } catch {
    // Whatever is wrong with it: it is not one.
    return null;
  }
}

/** The authorization challenge endpoint in front of a certified server: password, then OTP, then the server's own code. */
function firstPartyMiddleware(provider: Provider) {
  const sessions = new Map<string, AuthSession>();
  let newestOtp = '';
  let nonceMode = false;
  let nonce = '';

  function answer(ctx: Context, status: number, body: Record<string, unknown>): void {
    ctx.status = status;
    ctx.set('Cache-Control', 'no-store');
    // Sent to see that it never comes back.
    ctx.set('Set-Cookie', 'canary-cookie=1');
    ctx.body = body;
  }
  function ask(ctx: Context, session: AuthSession, refusal: Record<string, unknown> = {}): void {
    const authSession = randomBytes(32).toString('base64url');
    sessions.set(authSession, session);
    const otp = {
      masked_address: 'c••••m@firm.example',
      sender: 'sso@independent.example',
      subject: 'One-time password',
      length: 6,
      expires_in: 600,
      resend_in: 30,
      attempts_left: 5 - session.failures,
    };
    const isRefusal = 'reason' in refusal;
    answer(ctx, isRefusal ? 400 : 401, {
      error: isRefusal ? 'access_denied' : 'insufficient_authorization',
      ...refusal,
      auth_session: authSession,
      otp_required: true,
      otp,
    });
  }
  async function issueCode(session: AuthSession): Promise<string> {
    const client = await provider.Client.find(CLIENT);
    if (!client) throw new Error('the client is configured');
    const { accountId, codeChallenge, thumbprint } = session;
    const grant = new provider.Grant({ accountId, clientId: CLIENT });
    grant.addOIDCScope(SCOPE);
    const code = new provider.AuthorizationCode({
      accountId,
      client,
      codeChallenge,
      codeChallengeMethod: 'S256',
      grantId: await grant.save(),
      gty: 'authorization_code',
      redirectUri: client.redirectUris?.[0] ?? '',
      scope: SCOPE,
      dpopJkt: thumbprint,
    });
    return code.save();
  }
  async function proceed(ctx: Context, form: URLSearchParams, thumbprint: string): Promise<void> {
    const given = form.get('auth_session');
    if (given === null) {
      const right = form.get('username') === oidcUser.userId && form.get('password') === oidcUser.password;
      if (!right) return answer(ctx, 400, { error: 'access_denied', reason: 'bad_credentials', attempts_left: 4 });
      newestOtp = String(randomInt(1_000_000)).padStart(6, '0');
      const codeChallenge = form.get('code_challenge') ?? '';
      return ask(ctx, { accountId: oidcUser.userId, codeChallenge, thumbprint, otp: newestOtp, failures: 0 });
    }
    const session = sessions.get(given);
    sessions.delete(given);
    if (!session || session.thumbprint !== thumbprint) return answer(ctx, 400, { error: 'invalid_session' });
    if (form.get('otp') === session.otp) return answer(ctx, 200, { authorization_code: await issueCode(session) });
    session.failures += 1;
    return ask(ctx, session, { reason: 'otp_wrong', attempts_left: 5 - session.failures });
  }
  return {
    newestOtp: () => newestOtp,
    forget: () => sessions.clear(),
    isNonceMode: () => nonceMode,
    setNonceMode: (on: boolean) => {
      nonceMode = on;
    },
    async challenge(ctx: Context): Promise<void> {
      const form = await readForm(ctx);
      const proof = await readProof(ctx);
      if (!proof) return answer(ctx, 400, { error: 'invalid_dpop_proof' });
      if (nonceMode && proof.nonce !== nonce) {
        nonce = randomUUID();
        ctx.set('DPoP-Nonce', nonce);
        return answer(ctx, 400, { error: 'use_dpop_nonce' });
      }
      nonce = '';
      if (form.get('client_id') !== CLIENT || form.get('response_type') !== 'code') {
        return answer(ctx, 400, { error: 'invalid_request' });
      }
      return proceed(ctx, form, proof.thumbprint);
    },
  };
}

function metadataOf(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_challenge_endpoint: `${issuer}/authorize-challenge`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/jwks`,
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: ['ES256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}

/** What our own servers add to a token answer (docs/wire/sso.md). */
const session = {
  user_id: oidcUser.userId,
  display_name: 'CHAN TAI MAN',
  method: '2fa',
  functions: [],
  idle_seconds: 900,
  absolute_seconds: 43_200,
};

async function createProvider(issuer: string, requireNonce: () => boolean): Promise<Provider> {
  const keys = await generateKeyPair('ES256', { extractable: true });
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['https://unused.example/callback'],
        dpop_bound_access_tokens: true,
        id_token_signed_response_alg: 'ES256',
      },
    ],
    allowOmittingSingleRegisteredRedirectUri: true,
    scopes: [SCOPE],
    jwks: { keys: [{ ...(await exportJWK(keys.privateKey)), use: 'sig', alg: 'ES256' }] },
    cookies: { keys: [randomUUID()] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce },
      revocation: { enabled: true },
    },
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    rotateRefreshToken: false,
    findAccount: async (_ctx, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    routes: { token: '/token', revocation: '/revoke', jwks: '/jwks' },
  });
}

function profileOf(issuer: string, authority: TestAuthority): Profile {
  const realm = { issuer, clientId: CLIENT, scope: SCOPE };
  return {
    id: 'independent',
    label: 'Independent',
    kind: 'test',
    caCertificates: [authority.pem],
    realms: { ccms: realm, ecp: realm },
    ecpApi: issuer,
    help: { hotline: '', email: '' },
    keepCredentials: false,
    practicePages: null,
  };
}

/** Starts oidc-provider, which is certified, with the challenge endpoint that it lacks, over TLS on 127.0.0.1. */
export async function startFirstPartyOidc(authority: TestAuthority): Promise<FirstPartyOidc> {
  const server: Server = createServer(await authority.issue());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let isNonceMode = () => false;
  const provider = await createProvider(issuer, () => isNonceMode());
  const firstParty = firstPartyMiddleware(provider);
  isNonceMode = firstParty.isNonceMode;
  const open = new Set<string>();
  provider.on('refresh_token.saved', (token) => open.add(token.jti));
  provider.on('refresh_token.destroyed', (token) => open.delete(token.jti));
  provider.use(async (ctx, next) => {
    if (ctx.path === '/.well-known/oauth-authorization-server') {
      ctx.body = metadataOf(issuer);
    } else if (ctx.path === '/authorize-challenge' && ctx.method === 'POST') {
      await firstParty.challenge(ctx);
    } else {
      await next();
      if (ctx.path === '/token' && ctx.status === 200) ctx.body = { ...(ctx.body as object), session };
    }
  });
  server.on('request', provider.callback());
  return {
    profile: profileOf(issuer, authority),
    newestOtp: firstParty.newestOtp,
    forgetAuthSessions: firstParty.forget,
    setNonceMode: firstParty.setNonceMode,
    openSessions: () => open.size,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
