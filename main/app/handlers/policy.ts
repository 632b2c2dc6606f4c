import type { policyCalls } from '../../../shared/contract/policy.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { PolicyService } from '../../policy/policy.ts';
import type { Handlers } from './handlers.ts';

/** The transition policy, as far as the log-in screen shows it. */
export function policyHandlers(policy: PolicyService): Handlers<keyof typeof policyCalls> {
  return {
    'policy/state': () => ok(policy.state()),
    'policy/refresh': async () => ok(await policy.refresh()),
  };
}
