import type { AuthenticatorState } from '../../shared/contract/authenticator.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { AuthenticatorFeature, AuthenticatorTask } from './authenticator-feature.ts';

/** Runs one request at a time; a second press meanwhile does nothing. */
async function run<T>(
  { store }: AuthenticatorFeature,
  task: AuthenticatorTask,
  ask: () => Promise<Result<T>>,
): Promise<T | null> {
  if (store.getState().task !== null) return null;
  store.setState({ task });
  const result = await ask();
  store.setState({ task: null, failure: result.ok ? null : result.error });
  return result.ok ? result.value : null;
}

function apply(feature: AuthenticatorFeature, state: AuthenticatorState | null): void {
  if (state) feature.store.setState({ state });
}

/** Asks the exchange whether the user who is logged in has an app. */
export async function loadAuthenticator(feature: AuthenticatorFeature): Promise<void> {
  feature.store.setState({ state: null });
  apply(feature, await run(feature, 'load', () => feature.client.call('authenticator/state', {})));
}

/** Asks for a new secret and shows it. */
export async function beginAuthenticator(feature: AuthenticatorFeature): Promise<void> {
  const secret = await run(feature, 'begin', () => feature.client.call('authenticator/begin', {}));
  if (secret) feature.store.setState({ secret });
}

/** Takes the secret off the screen and out of the page. */
export function leaveAuthenticator({ store }: AuthenticatorFeature): void {
  store.setState({ secret: null, failure: null });
}

/** Sends a code of the new secret. */
export async function confirmAuthenticator(
  feature: AuthenticatorFeature,
  input: { readonly otp: string; readonly keepSeed: boolean },
): Promise<void> {
  const state = await run(feature, 'confirm', () => feature.client.call('authenticator/confirm', input));
  if (state) feature.store.setState({ secret: null, state });
  if (feature.store.getState().failure?.code === 'authenticator-not-begun') feature.store.setState({ secret: null });
}

export async function removeAuthenticator(feature: AuthenticatorFeature): Promise<void> {
  apply(feature, await run(feature, 'remove', () => feature.client.call('authenticator/remove', {})));
}

/** Asks whether this PC could make the code that a log-in waits for. */
export async function loadCanFillIn({ client, store }: AuthenticatorFeature): Promise<void> {
  store.setState({ canFillIn: false });
  const answer = await client.call('authenticator/canFillIn', {});
  if (answer.ok) store.setState({ canFillIn: answer.value.canFillIn });
}

/** After a press: the code of this moment goes into the field. */
export async function fillIn(feature: AuthenticatorFeature, type: (code: string) => void): Promise<void> {
  const answer = await run(feature, 'fill-in', () => feature.client.call('authenticator/fillIn', {}));
  if (answer) type(answer.code);
}
