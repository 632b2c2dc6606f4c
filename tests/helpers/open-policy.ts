import { createPolicy } from '../../main/app/create-policy.ts';
import { createRealmClients } from '../../main/app/create-sessions.ts';
import { openLog } from '../../main/app/log.ts';
import { unavailableCredentialStore } from '../../main/credentials/unavailable-credential-store.ts';
import { createUndiciHttp } from '../../main/http/undici-http.ts';
import type { PolicyService } from '../../main/policy/policy.ts';
import type { Profile } from '../../main/profile/profile.ts';
import type { PolicyState } from '../../shared/contract/policy.ts';
import type { Clock } from '../../shared/lib/clock.ts';

export interface OpenedPolicy {
  readonly policy: PolicyService;
  /** Every state that was published. */
  readonly published: PolicyState[];
  close(): Promise<void>;
}

interface PolicySetup {
  readonly profile: Profile;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly version?: string;
}

/** The transition policy of the program over real sockets and a real folder, by a clock in the hand of the test. */
export async function openPolicy({
  profile,
  dataFolder,
  clock,
  version = '0.1.0',
}: PolicySetup): Promise<OpenedPolicy> {
  const http = createUndiciHttp({ caCertificates: profile.caCertificates, environment: {} });
  const clients = createRealmClients({ profile, http, credentials: unavailableCredentialStore('forbidden'), clock });
  const log = openLog(dataFolder);
  const policy = await createPolicy({ dataFolder, profile, host: 'web', version }, { ...clients, clock }, log);
  const published: PolicyState[] = [];
  policy.subscribe((state) => published.push(state));
  const close = async () => {
    await policy.close();
    await http.close();
    log.close();
  };
  return { policy, published, close };
}
