import type { AuthenticatorSecret, AuthenticatorState } from '../../shared/contract/authenticator.ts';
import type { Result } from '../../shared/lib/result.ts';

/** The authenticator app of whoever is logged in to ECP. Without a session: `not-logged-in`. */
export interface AuthenticatorService {
  state(): Promise<Result<AuthenticatorState>>;
  /** A new secret. `authenticator-unavailable` where the exchange offers none. */
  begin(): Promise<Result<AuthenticatorSecret>>;
  /** `otp-wrong` when the code is not of the new secret; `authenticator-not-begun` when there is none. */
  confirm(input: { otp: string; keepSeed: boolean }): Promise<Result<AuthenticatorState>>;
  remove(): Promise<Result<AuthenticatorState>>;
  canFillIn(): Promise<boolean>;
  /** The code of this moment; `authenticator-seed-missing` when no log-in by app waits or this PC keeps no secret for it. */
  fillIn(): Promise<Result<string>>;
}
