import type { PolicyService } from '../policy/policy.ts';
import { createReadinessService } from '../readiness/create-readiness-service.ts';
import { keepList } from '../readiness/kept-list.ts';
import type { ReadinessService } from '../readiness/readiness-service.ts';
import type { SessionService } from '../session/session-service.ts';
import type { AppConfig } from './app.ts';

/** Composes the readiness of the firm: the exchange's list by the CCMS session, the dates by the policy. */
export function createReadiness(
  { profile, dataFolder }: AppConfig,
  sessions: SessionService,
  policy: PolicyService,
): Promise<ReadinessService> {
  return createReadinessService({
    sessions,
    policy,
    kept: keepList(dataFolder),
    issuer: profile.realms.ccms.issuer,
    administratorFunctions: profile.readiness?.administratorFunctions ?? null,
  });
}
