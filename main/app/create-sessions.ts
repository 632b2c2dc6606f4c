import type { Clock } from '../../shared/lib/clock.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Http } from '../http/http.ts';
import type { Profile } from '../profile/profile.ts';
import { createSessionService } from '../session/create-session-service.ts';
import { createExchangeClock } from '../session/exchange-clock.ts';
import type { SessionService } from '../session/session-service.ts';
import { createSsoClient, deviceKeyOnce } from '../sso/create-sso-client.ts';

export interface SessionParts {
  readonly profile: Profile;
  readonly http: Http;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
}

/** Composes the log-in of both realms: one device key, one exchange clock, an SSO client for each issuer. */
export function createSessions({ profile, http, credentials, clock }: SessionParts): SessionService {
  const exchangeClock = createExchangeClock(clock);
  const shared = {
    http: exchangeClock.watch(http),
    clock,
    exchangeNow: exchangeClock.now,
    deviceKey: deviceKeyOnce(credentials),
  };
  const sso = {
    ccms: createSsoClient({ ...shared, realm: profile.realms.ccms, resources: [] }),
    ecp: createSsoClient({ ...shared, realm: profile.realms.ecp, resources: [profile.ecpApi] }),
  };
  return createSessionService({ clock, exchangeClock, credentials, sso });
}
