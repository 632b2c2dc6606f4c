import type { CardState } from '../../../shared/contract/card.ts';
import type { SmartCard } from '../../smartcard/smart-card.ts';
import { leave, type RealmContext } from '../realm-context.ts';
import { revoke } from '../revoke.ts';

export interface CardWatch {
  /** The session that is open now was opened by this certificate. */
  holds(certificateId: string): void;
  stop(): void;
}

function isPresent(state: CardState, certificateId: string): boolean {
  if (state.kind !== 'present') return false;
  return state.cards.some(({ certificates }) => certificates.some((each) => each.certificateId === certificateId));
}

/**
 * Ends the session that a card has opened as soon as that card is not known to be in a reader: taken out, exchanged for another one,
 * or its software no longer answers. The exchange is told.
 */
export function watchCard(context: RealmContext, card: SmartCard): CardWatch {
  let held: { readonly session: symbol; readonly certificateId: string } | null = null;

  function look(state: CardState): void {
    const current = context.current();
    if (held === null || isPresent(state, held.certificateId)) return;
    const isHeld = current.kind === 'logged-in' && current.id === held.session;
    held = null;
    if (!isHeld) return;
    leave(context, 'card-removed');
    void revoke(context.sso, current.tokens);
  }

  const stop = card.subscribe(look);
  return {
    holds(certificateId) {
      const current = context.current();
      if (current.kind !== 'logged-in') return;
      held = { session: current.id, certificateId };
      // It may have gone while the exchange was answering.
      look(card.state());
    },
    stop,
  };
}
