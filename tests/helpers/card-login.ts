import type { App } from '../../main/app/app.ts';
import type { CardState } from '../../shared/contract/card.ts';
import type { RealmState, Sessions } from '../../shared/contract/session.ts';
import type { Result } from '../../shared/lib/result.ts';

/** Calls of the program for a log-in by card. */
export function cardCaller(app: App) {
  const state = async () => (await app.dispatch('card/state', {})) as Extract<Result<CardState>, { ok: true }>;
  return {
    state,
    /** Waits until a card with this many certificates is in a reader; gives their IDs. */
    async certificates(count: number): Promise<string[]> {
      for (;;) {
        const { value } = await state();
        const ids = value.kind === 'present' ? value.cards.flatMap(({ certificates }) => certificates) : [];
        if (ids.length === count) return ids.map(({ certificateId }) => certificateId);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    begin: async (certificateId: string, pin: string | null, confirmFinalTry = false) =>
      (await app.dispatch('session/beginCard', {
        realm: 'ccms',
        certificateId,
        pin,
        confirmFinalTry,
      })) as Result<RealmState>,
    async ccms(): Promise<RealmState> {
      const sessions = (await app.dispatch('session/state', {})) as Extract<Result<Sessions>, { ok: true }>;
      return sessions.value.ccms;
    },
  };
}
