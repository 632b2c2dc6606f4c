import type { OtpChannel, Realm, RealmState } from '../../shared/contract/session.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CardLogin } from './login/begin-card.ts';

/**
 * A complete log-in beside a session, by which the person who holds it proves to still be the same. When it succeeds its
 * session takes the place of the former one, which is revoked; until then the former one goes on.
 */
export interface SessionProofs {
  /** Where the proof of a realm stands: `logged-out` while none is under way, or its OTP step. */
  state(realm: Realm): RealmState;
  /** The user ID is the holder's. `unlock-wrong-user` when the exchange says afterwards that it was somebody else. */
  begin(input: { realm: Realm; userId: string; password: string }): Promise<Result<RealmState>>;
  /** In CCMS by card: one call is one try of the PIN at most. `unlock-wrong-user` when it is not the holder's card. */
  beginCard(userId: string, login: CardLogin): Promise<Result<RealmState>>;
  submitOtp(input: { realm: Realm; otp: string }): Promise<Result<RealmState>>;
  resendOtp(realm: Realm): Promise<Result<RealmState>>;
  chooseChannel(input: { realm: Realm; channel: OtpChannel }): Promise<Result<RealmState>>;
  cancel(realm: Realm): void;
}
