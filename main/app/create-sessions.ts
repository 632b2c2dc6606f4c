import type { Realm } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { createStrictClock } from '../../shared/lib/strict-clock.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Http } from '../http/http.ts';
import type { Profile } from '../profile/profile.ts';
import { createSessionService } from '../session/create-session-service.ts';
import { createExchangeClock, type ExchangeClock } from '../session/exchange-clock.ts';
import type { SessionService } from '../session/session-service.ts';
import { noSmartCard } from '../smartcard/no-smart-card.ts';
import { createSsoClient, deviceKeyOnce } from '../sso/create-sso-client.ts';
import type { SsoClient } from '../sso/sso-client.ts';

export interface SessionParts {
  readonly profile: Profile;
  readonly http: Http;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
}

/** What speaks to the two issuers, and the exchange's time that their answers tell. */
export interface RealmClients {
  readonly exchangeClock: ExchangeClock;
  readonly sso: Readonly<Record<Realm, SsoClient>>;
}

/** One device key, one exchange clock, an SSO client for each issuer. */
export function createRealmClients({ profile, http, credentials, clock }: SessionParts): RealmClients {
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
  return { exchangeClock, sso };
}

/** Composes the log-in of both realms. */
export function createSessions(
  parts: SessionParts,
  clients = createRealmClients(parts),
  card = noSmartCard(),
): SessionService {
  const { credentials, clock } = parts;
  const { exchangeClock, sso } = clients;
  return createSessionService({ clock: createStrictClock(clock), exchangeClock, credentials, sso, card });
}
