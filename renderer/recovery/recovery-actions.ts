import type { Result } from '../../shared/lib/result.ts';
import { type RecoveryFeature, type RecoveryTask, resetRecovery } from './recovery-feature.ts';

/** Runs one request at a time; a second press meanwhile does nothing. */
async function run<T>(
  { store }: RecoveryFeature,
  task: RecoveryTask,
  ask: () => Promise<Result<T>>,
): Promise<T | null> {
  if (store.getState().task !== null) return null;
  store.setState({ task, failure: null });
  const result = await ask();
  store.setState({ task: null, failure: result.ok ? null : { task, error: result.error } });
  return result.ok ? result.value : null;
}

/** Asks what the exchange offers, with nothing left of the last time. */
export async function openRecovery(feature: RecoveryFeature): Promise<void> {
  resetRecovery(feature);
  const offer = await feature.client.call('recovery/describe', {});
  if (offer.ok) feature.store.setState({ offer: offer.value });
}

/** Asks for the mail with the link. */
export async function requestLink(
  feature: RecoveryFeature,
  input: { readonly email: string; readonly phone: string },
): Promise<void> {
  const asked = await run(feature, 'request', () => feature.client.call('recovery/request', input));
  if (asked) feature.store.setState({ asked: true });
}

/** Has a pasted link judged. */
export async function checkLink(feature: RecoveryFeature, link: string): Promise<void> {
  feature.store.setState({ verdict: null, change: null });
  const verdict = await run(feature, 'check', () => feature.client.call('recovery/checkLink', { link }));
  if (verdict) feature.store.setState({ verdict });
}

/** Sets a new password, passed on as it was typed. A link that went bad meanwhile is judged anew. */
export async function setPassword(
  feature: RecoveryFeature,
  input: { readonly link: string; readonly password: string },
): Promise<void> {
  const change = await run(feature, 'set', () => feature.client.call('recovery/setPassword', input));
  if (!change) return;
  const isLinkBad = change.kind !== 'changed' && change.kind !== 'refused';
  feature.store.setState(isLinkBad ? { verdict: change, change: null } : { change });
}
