import type { CallInput } from '../../shared/contract/index.ts';
import { runStep } from './login-actions.ts';
import type { LoginFeature } from './login-feature.ts';

/** Logs in by card. One press is one call, and one call one try of the PIN; nothing is repeated by itself. */
export async function beginCard(
  feature: LoginFeature,
  login: Omit<CallInput<'session/beginCard'>, 'realm'>,
): Promise<void> {
  const run = () => feature.client.call('session/beginCard', { realm: 'ccms', ...login });
  await runStep(feature, { realm: 'ccms', task: 'card', run });
}

/** Ends a log-in by card that is under way: beside it, because a card may take a minute. */
export async function cancelCard(feature: LoginFeature): Promise<void> {
  await feature.client.call('session/cancel', { realm: 'ccms' });
}
