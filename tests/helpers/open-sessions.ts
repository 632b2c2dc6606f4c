import { createSessions } from '../../main/app/create-sessions.ts';
import { systemClock } from '../../main/app/system-clock.ts';
import type { CredentialStore } from '../../main/credentials/credential-store.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { SessionService } from '../../main/session/session-service.ts';
import type { Sessions } from '../../shared/contract/session.ts';
import type { Clock } from '../../shared/lib/clock.ts';

export interface OpenedSessions {
  readonly sessions: SessionService;
  /** Every state that was published. */
  readonly published: Sessions[];
  close(): Promise<void>;
}

/** The log-in of the program over real sockets, without a keychain unless one is given. */
export function openSessions(
  profile: Profile,
  {
    clock = systemClock,
    credentials = unavailableCredentialStore('forbidden'),
  }: { clock?: Clock; credentials?: CredentialStore } = {},
): OpenedSessions {
  const http = createUndiciHttp({ caCertificates: profile.caCertificates, environment: {} });
  const sessions = createSessions({ profile, http, credentials, clock });
  const published: Sessions[] = [];
  sessions.subscribe((state) => published.push(state));
  const close = async () => {
    await sessions.close();
    await http.close();
  };
  return { sessions, published, close };
}
