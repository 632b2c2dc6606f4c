import type { Realm } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { createStrictClock } from '../../shared/lib/strict-clock.ts';
import type { CredentialStore } from '../credentials/credential-store.ts';
import type { Http } from '../http/http.ts';
import type { WaitKeeper } from '../http/rate-gate.ts';
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
  /** Where a server's wish to be left alone outlasts the program, by its address; not given: nowhere. */
  readonly waitKeeperOf?: (address: string) => WaitKeeper;
}

/** What speaks to the two issuers, and the exchange's time that their answers tell. */
export interface RealmClients {
  readonly exchangeClock: ExchangeClock;
  readonly sso: Readonly<Record<Realm, SsoClient>>;
}

/** One device key, one exchange clock, an SSO client for each issuer. */
export function createRealmClients({ profile, http, credentials, clock, waitKeeperOf }: SessionParts): RealmClients {
  const exchangeClock = createExchangeClock(clock);
  const shared = {
    http: exchangeClock.watch(http),
    clock,
    exchangeNow: exchangeClock.now,
    deviceKey: deviceKeyOnce(credentials),
  };
  const clientOf = (realm: Profile['realms'][Realm], resources: readonly string[]) =>
    createSsoClient({ ...shared, realm, resources, waitKeeper: waitKeeperOf?.(realm.issuer) });
  const { ccms, ecp } = profile.realms;
  return { exchangeClock, sso: { ccms: clientOf(ccms, []), ecp: clientOf(ecp, [profile.ecpApi]) } };
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
