import type { AppError } from '../../shared/contract/errors.ts';
import type { LoginMethod, OtpChannel, Reminder } from '../../shared/contract/session.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';

/** Where an issuer is asked (RFC 8414); every address lies on the issuer's own origin. */
export interface Metadata {
  readonly issuer: string;
  readonly challengeEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  /** Where the transition policy is served (docs/wire/policy.md); null when this issuer has none. */
  readonly policyUri: string | null;
}

/** A log-in under way. It holds what the next step needs and nothing of the password or an OTP. */
export interface Challenge {
  readonly metadata: Metadata;
  readonly codeVerifier: string;
  /** Replaced by the SSO client whenever an answer, a refusal included, carries a newer one. */
  authSession: string;
}

/** What the exchange says of the OTP it has sent; times in seconds from the answer. */
export interface OtpPrompt {
  readonly channel: OtpChannel;
  readonly channels: readonly OtpChannel[];
  readonly maskedAddress: string;
  readonly sender: string;
  readonly subject: string;
  readonly length: number;
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  readonly attemptsLeft: number | null;
}

export type ChallengeStep =
  | { readonly kind: 'otp'; readonly challenge: Challenge; readonly prompt: OtpPrompt }
  /** The OTP step goes on: another OTP may be tried. `prompt` is null when the answer did not repeat it. */
  | {
      readonly kind: 'otp-refused';
      readonly error: AppError;
      readonly prompt: OtpPrompt | null;
      readonly attemptsLeft: number | null;
      readonly resendInSeconds: number | null;
    }
  | { readonly kind: 'code'; readonly challenge: Challenge; readonly code: string };

/** JWS algorithms (RFC 7518) by which a card may answer. */
export const cardAlgorithms = ['RS256', 'PS256', 'ES256'] as const;
export type CardAlgorithm = (typeof cardAlgorithms)[number];

/** A certificate of a card, and the card's signature over whatever the exchange wants to have signed. */
export interface CardSigner {
  /** DER, base64. */
  readonly certificate: string;
  /** What its key can sign with, the preferred first. */
  readonly algorithms: readonly CardAlgorithm[];
  sign(algorithm: CardAlgorithm, input: Uint8Array<ArrayBuffer>): Promise<Result<Uint8Array>>;
}

/** A session as the exchange granted it. Lives in memory only. */
export interface Tokens {
  readonly metadata: Metadata;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly userId: string;
  readonly displayName: string;
  readonly method: LoginMethod;
  readonly functions: readonly string[];
  readonly reminders: readonly Reminder[];
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

/** An answer of a protected address, and whether it refused the access token. */
export interface ProtectedAnswer {
  readonly response: HttpResponse;
  readonly tokenRefused: boolean;
  /** RFC 9470: the token is good, but the address wants the person to log in again; another token would not help. */
  readonly loginWanted: boolean;
}

/**
 * The client's side of `docs/wire/sso.md` for one realm. Every request carries a DPoP proof of this PC's key and is
 * repeated once, and only once, when the server wants a fresh nonce. An error of `Http` comes through with its details.
 */
export interface SsoClient {
  /** Sends user ID and password, byte for byte as given. Errors end the log-in. */
  begin(input: { userId: string; password: string }, signal: AbortSignal): Promise<Result<ChallengeStep>>;
  /**
   * Asks for a nonce, has the card sign it, and sends the answer once. The card is asked after the exchange has said that it wants
   * one, so that a refusal costs no try of the PIN. Errors end the log-in; those of the card come through.
   */
  beginCard(card: CardSigner, signal: AbortSignal): Promise<Result<ChallengeStep>>;
  /** Sends an OTP once. When its answer is lost: `otp-unanswered`; nothing is ever sent again by itself. */
  sendOtp(challenge: Challenge, otp: string, signal: AbortSignal): Promise<Result<ChallengeStep>>;
  resendOtp(challenge: Challenge, signal: AbortSignal): Promise<Result<ChallengeStep>>;
  /** Asks for another way of getting the OTP; the OTP step goes on. */
  chooseChannel(challenge: Challenge, channel: OtpChannel, signal: AbortSignal): Promise<Result<ChallengeStep>>;
  exchangeCode(challenge: Challenge, code: string, signal: AbortSignal): Promise<Result<Tokens>>;
  /** `session-ended` when the exchange has ended the session. */
  refresh(tokens: Tokens, signal: AbortSignal): Promise<Result<Tokens>>;
  revoke(tokens: Tokens, signal: AbortSignal): Promise<Result<null>>;
  /** The transition policy as it is served, not verified; null when this issuer says that it has none. */
  fetchPolicy(signal: AbortSignal): Promise<Result<string | null>>;
  /** Sends a request with the access token. Throws when its address is not on an origin that may see the token. */
  sendProtected(tokens: Tokens, request: HttpRequest): Promise<Result<ProtectedAnswer>>;
}
