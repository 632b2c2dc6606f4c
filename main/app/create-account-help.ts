import type { authenticatorCalls } from '../../shared/contract/authenticator.ts';
import type { recoveryCalls } from '../../shared/contract/recovery.ts';
import { createAuthenticatorService } from '../authenticator/create-authenticator-service.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Http } from '../http/http.ts';
import type { Profile } from '../profile/profile.ts';
import { createRecoveryService } from '../recovery/create-recovery-service.ts';
import type { SessionService } from '../session/session-service.ts';
import { authenticatorHandlers } from './handlers/authenticator.ts';
import type { Handlers } from './handlers/handlers.ts';
import { recoveryHandlers } from './handlers/recovery.ts';

export interface AccountHelpParts {
  readonly profile: Profile;
  readonly http: Http;
  readonly credentials: CredentialStore;
  readonly sessions: SessionService;
}

/** What a person does about an account of Client Connect beside logging in: its authenticator app, its forgotten password. */
export function accountHelpHandlers(
  parts: AccountHelpParts,
): Handlers<keyof typeof authenticatorCalls | keyof typeof recoveryCalls> {
  return {
    ...authenticatorHandlers(createAuthenticatorService(parts)),
    ...recoveryHandlers(createRecoveryService(parts)),
  };
}
