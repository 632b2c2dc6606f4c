import type { Clock } from '../../shared/lib/clock.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Http } from '../http/http.ts';
import { createRateGate, type WaitKeeper } from '../http/rate-gate.ts';
import { beginCardChallenge } from './begin-card-challenge.ts';
import { beginChallenge } from './begin-challenge.ts';
import { chooseChannel } from './choose-channel.ts';
import { type DeviceKey, loadDeviceKey } from './dpop/load-device-key.ts';
import { exchangeCode } from './exchange-code.ts';
import { fetchPolicy } from './fetch-policy.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { resendOtp } from './resend-otp.ts';
import { revokeSession } from './revoke-session.ts';
import { sendOtp } from './send-otp.ts';
import { sendProtected } from './send-protected.ts';
import type { SsoClient } from './sso-client.ts';
import type { SsoContext } from './sso-context.ts';

export interface SsoClientOptions {
  readonly http: Http;
  readonly clock: Clock;
  /** Exchange time in ms since 1970. */
  readonly exchangeNow: () => number;
  readonly deviceKey: () => Promise<DeviceKey>;
  /** The realm as the profile gives it. */
  readonly realm: { readonly issuer: string; readonly clientId: string; readonly scope: string };
  /** Keeps the wait that the issuer asked for over a restart. */
  readonly waitKeeper?: WaitKeeper | undefined;
  /** Origins that may see the access token, besides the issuer's own. */
  readonly resources: readonly string[];
}

/** Loads this PC's key at the first need and once: both realms are asked with the same key. */
export function deviceKeyOnce(credentials: CredentialStore): () => Promise<DeviceKey> {
  let loading: Promise<DeviceKey> | null = null;
  return () => {
    loading ??= loadDeviceKey(credentials);
    return loading;
  };
}

/** Makes the SSO client of one realm. */
export function createSsoClient(options: SsoClientOptions): SsoClient {
  const { http, clock, exchangeNow, deviceKey, realm } = options;
  const addresses = [realm.issuer, ...options.resources];
  const context: SsoContext = {
    http,
    clock,
    exchangeNow,
    deviceKey,
    nonces: new Map(),
    rateGate: createRateGate(clock, options.waitKeeper),
    ...realm,
    resourceOrigins: new Set(addresses.map((address) => new URL(address).origin)),
  };
  return {
    begin: (input, signal) => beginChallenge(context, input, signal),
    beginCard: (card, signal) => beginCardChallenge(context, card, signal),
    sendOtp: (challenge, otp, signal) => sendOtp(context, challenge, { otp, signal }),
    resendOtp: (challenge, signal) => resendOtp(context, challenge, signal),
    chooseChannel: (challenge, channel, signal) => chooseChannel(context, challenge, { channel, signal }),
    exchangeCode: (challenge, code, signal) => exchangeCode(context, challenge, { code, signal }),
    refresh: (tokens, signal) => refreshTokens(context, tokens, signal),
    revoke: (tokens, signal) => revokeSession(context, tokens, signal),
    fetchPolicy: (signal) => fetchPolicy(context, signal),
    sendProtected: (tokens, request) => sendProtected(context, tokens, request),
  };
}
