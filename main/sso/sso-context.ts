import type { Clock } from '../../shared/lib/clock.ts';
import type { Http } from '../http/http.ts';
import type { RateGate } from '../http/rate-gate.ts';
import type { DeviceKey } from './dpop/load-device-key.ts';

/** What the verbs of this folder share. */
export interface SsoContext {
  readonly http: Http;
  readonly clock: Clock;
  /** Exchange time in ms since 1970, for the time in a proof. */
  readonly exchangeNow: () => number;
  readonly deviceKey: () => Promise<DeviceKey>;
  /** The newest DPoP nonce of each origin (RFC 9449 section 8.2). */
  readonly nonces: Map<string, string>;
  readonly rateGate: RateGate;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** Origins that may see an access token. */
  readonly resourceOrigins: ReadonlySet<string>;
}

/** An answer of the SSO is a few hundred bytes; a longer one is not its own. */
export const MAX_ANSWER_BYTES = 65_536;
/** For one question to the SSO, in ms: longer than a busy server takes, shorter than a person waits. */
export const ANSWER_TIMEOUT_MS = 20_000;
