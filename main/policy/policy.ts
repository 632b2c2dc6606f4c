import type { AppError } from '../../shared/contract/errors.ts';
import type { PolicyState } from '../../shared/contract/policy.ts';
import type { LoginMethod } from '../../shared/contract/session.ts';

/**
 * The transition policy of the CCMS SSO (docs/wire/policy.md): what its dates mean at the exchange's time. Without a policy
 * that was verified and is in force the smart card is not offered; password and OTP remain (ADR 8).
 */
export interface PolicyService {
  state(): PolicyState;
  /** Asks the exchange for its policy; several who ask at once share one request. */
  refresh(): Promise<PolicyState>;
  /**
   * Why a log-in to CCMS by this method may not even begin here, or null: `program-outdated`, `method-not-in-phase`. Waits
   * for the first answer to the question for the policy, so that a log-in straight after the start is judged too.
   */
  refusalOf(method: LoginMethod): Promise<AppError | null>;
  subscribe(listener: (state: PolicyState) => void): () => void;
  /** Ends the question that is on the wire. */
  close(): Promise<void>;
}
