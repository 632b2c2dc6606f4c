import type { LoginFeature } from './login-feature.ts';

/** Asks the exchange for its transition policy anew, one question at a time. */
export async function refreshPolicy(feature: LoginFeature): Promise<void> {
  if (feature.store.getState().askingPolicy) return;
  feature.store.setState({ askingPolicy: true });
  const policy = await feature.client.call('policy/refresh', {});
  feature.store.setState({ askingPolicy: false, ...(policy.ok ? { policy: policy.value } : {}) });
}

interface ReturnOptions {
  readonly feature: LoginFeature;
  readonly target: EventTarget;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Going to and fro between two windows must not become a storm of questions. */
const PAUSE_MS = 2_000;

/**
 * Asks for the policy whenever somebody comes back to the window: the phase may have changed meanwhile, and after a sleep
 * the exchange's time is known again. Gives the function that ends it.
 */
export function refreshPolicyOnReturn({ feature, target, now }: ReturnOptions): () => void {
  let askedAt = now();
  const ask = () => {
    if (now() - askedAt < PAUSE_MS) return;
    askedAt = now();
    void refreshPolicy(feature);
  };
  target.addEventListener('focus', ask);
  return () => target.removeEventListener('focus', ask);
}
