import type { Realm } from '../../shared/contract/session.ts';
import { extendSession } from './login-actions.ts';
import type { LoginFeature } from './login-feature.ts';

const ONCE_A = 60_000;
/** WCAG 2.2.1 asks for at least 20 s of warning; the operator gets a minute. */
export const WARNING_MS = 60_000;

export interface PresenceOptions {
  readonly feature: LoginFeature;
  readonly target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Reports the operator's keys and clicks to the exchange, at most once a minute per realm, and at once while the warning
 * stands: one key keeps the session. Gives the function that ends it.
 */
export function watchPresence({ feature, target, now }: PresenceOptions): () => void {
  const last: Record<Realm, number> = { ccms: 0, ecp: 0 };
  const onSign = () => {
    const time = now();
    for (const realm of ['ccms', 'ecp'] as const) {
      const state = feature.store.getState().sessions?.[realm];
      if (state?.kind !== 'logged-in') continue;
      const warned = state.idleEndsAt - time <= WARNING_MS;
      if (!warned && time - last[realm] < ONCE_A) continue;
      last[realm] = time;
      void extendSession(feature, realm);
    }
  };
  target.addEventListener('keydown', onSign);
  target.addEventListener('pointerdown', onSign);
  return () => {
    target.removeEventListener('keydown', onSign);
    target.removeEventListener('pointerdown', onSign);
  };
}
