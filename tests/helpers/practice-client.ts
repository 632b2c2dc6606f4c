import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';
import type { Profile } from '../../main/profile/profile.ts';
import type { Realm } from '../../shared/contract/session.ts';

export interface PracticeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json(): Record<string, unknown>;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface RawRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string() });

/** A small client of the practice exchange for its own tests: every member of a request can be chosen or left out. */
export async function createPracticeClient(profile: Profile, now: () => number = Date.now) {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(keys.publicKey);
  const verifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');

  function proof(method: string, url: string, claims: Record<string, unknown> = {}): Promise<string> {
    const htu = url.split('?')[0];
    return new SignJWT({ jti: randomUUID(), htm: method, htu, iat: Math.floor(now() / 1000), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y } })
      .sign(keys.privateKey);
  }

  function raw(options: RawRequest): Promise<PracticeAnswer> {
    return new Promise((resolve, reject) => {
      const { caCertificates } = profile;
      const sent = httpsRequest(
        options.url,
        { method: options.method, headers: options.headers, ca: caCertificates ?? undefined, agent: false },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const json = () => z.record(z.string(), z.unknown()).parse(JSON.parse(text));
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json });
          });
        },
      );
      sent.on('error', reject);
      sent.end(options.body);
    });
  }

  async function form(url: string, members: Record<string, string>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams(members).toString();
    return raw({
      method: 'POST',
      url,
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', dpop: await proof('POST', url), ...headers },
    });
  }

  const { realms } = profile;
  const challengeUrl = (realm: Realm) => `${realms[realm].issuer}/authorize-challenge`;
  const tokenUrl = (realm: Realm) => `${realms[realm].issuer}/token`;
  const common = (realm: Realm) => ({ client_id: realms[realm].clientId, response_type: 'code' });

  const client = {
    codeChallenge,
    verifier,
    proof,
    raw,
    form,
    challengeUrl,
    tokenUrl,
    thumbprint: () => calculateJwkThumbprint(jwk),
    password: (realm: Realm, username: string, password: string) =>
      form(challengeUrl(realm), {
        ...common(realm),
        scope: realms[realm].scope,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        username,
        password,
      }),
    otp: (realm: Realm, authSession: string, otp: string) =>
      form(challengeUrl(realm), { ...common(realm), auth_session: authSession, otp }),
    resend: (realm: Realm, authSession: string) =>
      form(challengeUrl(realm), { ...common(realm), auth_session: authSession, otp_resend: 'true' }),
    code: (realm: Realm, code: string) =>
      form(tokenUrl(realm), {
        grant_type: 'authorization_code',
        client_id: realms[realm].clientId,
        code,
        code_verifier: verifier,
      }),
    refresh: (realm: Realm, refreshToken: string) =>
      form(tokenUrl(realm), {
        grant_type: 'refresh_token',
        client_id: realms[realm].clientId,
        refresh_token: refreshToken,
      }),
    /** A request to the ECP web API; `path` with its query. */
    async api(
      accessToken: string,
      options: Omit<RawRequest, 'url'> & { path: string; claims?: Record<string, unknown> },
    ): Promise<PracticeAnswer> {
      const url = profile.ecpApi + options.path;
      const ath = createHash('sha256').update(accessToken).digest('base64url');
      const dpop = await proof(options.method, url, { ath, ...options.claims });
      return raw({ ...options, url, headers: { authorization: `DPoP ${accessToken}`, dpop, ...options.headers } });
    },
    /** Logs in completely; `readOtp` finds the one-time password in the mailbox. */
    async logIn(realm: Realm, who: { userId: string; password: string }, readOtp: () => string): Promise<Tokens> {
      const first = await client.password(realm, who.userId, who.password);
      const second = await client.otp(realm, String(first.json().auth_session), readOtp());
      const answer = await client.code(realm, String(second.json().authorization_code));
      const tokens = tokensSchema.parse(answer.json());
      return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token };
    },
  };
  return client;
}

export type PracticeClient = Awaited<ReturnType<typeof createPracticeClient>>;
