import type { cardCalls } from '../../../shared/contract/card.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { PolicyService } from '../../policy/policy.ts';
import type { SessionService } from '../../session/session-service.ts';
import type { SmartCard } from '../../smartcard/smart-card.ts';
import type { Handlers } from './handlers.ts';

/** The card reader, and the log-in by card: outside the dated window it does not begin, so no try of the PIN is used. */
export function cardHandlers(
  card: SmartCard,
  sessions: SessionService,
  policy: Pick<PolicyService, 'refusalOf'>,
): Handlers<keyof typeof cardCalls> {
  return {
    'card/state': () => ok(card.state()),
    'session/beginCard': async ({ realm: _, ...login }) => {
      const refusal = await policy.refusalOf('smart-card');
      return refusal === null ? sessions.beginCard(login) : err(refusal);
    },
  };
}
