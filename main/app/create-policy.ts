import type { Clock } from '../../shared/lib/clock.ts';
import { createPolicyService } from '../policy/create-policy-service.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import type { PolicyService } from '../policy/policy.ts';
import type { AppConfig } from './app.ts';
import type { RealmClients } from './create-sessions.ts';
import type { Log } from './log.ts';

/** Composes the transition policy of the CCMS SSO: verified by the profile's key, judged by the exchange's time. */
export function createPolicy(
  config: AppConfig,
  clients: RealmClients & { readonly clock: Clock },
  log: Log,
): Promise<PolicyService> {
  const { profile, dataFolder, version } = config;
  return createPolicyService({
    source: {
      fetchPolicy: clients.sso.ccms.fetchPolicy,
      key: profile.policyKey ?? null,
      issuer: profile.realms.ccms.issuer,
    },
    kept: keepPolicy(dataFolder),
    time: clients.exchangeClock.range,
    clock: clients.clock,
    version,
    onUnkept: (cause) => log.bug('policy', cause),
  });
}
