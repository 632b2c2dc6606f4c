import type { OtpChannel, Realm, RealmState, Sessions } from '../../shared/contract/session.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { HttpRequest, HttpResponse } from '../http/http.ts';
import type { SessionProofs } from './session-proofs.ts';

/** Logs in, keeps alive, logs out, in both realms. The state is always the server's view as far as we know it. */
export interface SessionService {
  state(): Sessions;
  begin(input: { realm: Realm; userId: string; password: string; remember: boolean }): Promise<Result<RealmState>>;
  /**
   * Logs in to CCMS by the card that holds this certificate: one try of its PIN at most. The session ends when the card leaves the
   * reader. Errors of the card come through.
   */
  beginCard(input: {
    certificateId: string;
    pin: string | null;
    confirmFinalTry: boolean;
  }): Promise<Result<RealmState>>;
  submitOtp(input: { realm: Realm; otp: string }): Promise<Result<RealmState>>;
  resendOtp(realm: Realm): Promise<Result<RealmState>>;
  chooseChannel(input: { realm: Realm; channel: OtpChannel }): Promise<Result<RealmState>>;
  cancel(realm: Realm): Promise<Result<RealmState>>;
  extend(realm: Realm): Promise<Result<RealmState>>;
  /** Wipes here at once, whether or not the exchange can be told. */
  logOut(realm: Realm): Promise<Result<RealmState>>;
  rememberedUserId(realm: Realm): Promise<Result<string | null>>;
  forgetUserId(realm: Realm): Promise<Result<null>>;
  /** By which whoever holds a session proves to still be the same person. */
  readonly proofs: SessionProofs;
  /**
   * Sends a request with the session's access token and DPoP proof (refreshed when near its end, one nonce retry, one
   * refresh in flight). Answers `not-logged-in` without a session and `session-ended` when the exchange ended it.
   */
  authorized(realm: Realm, request: HttpRequest): Promise<Result<HttpResponse>>;
  /** Exchange time in ms since 1970: this PC's monotonic clock, corrected by the last `Date` header. */
  exchangeNow(): number;
  subscribe(listener: (state: Sessions) => void): () => void;
  close(): Promise<void>;
}
