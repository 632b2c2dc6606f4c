import type { CallInput } from '../../shared/contract/index.ts';
import type { WatchView } from '../../shared/contract/watch.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { WatchFeature, WatchState, WatchTask } from './watch-feature.ts';

/** Replaces the mirror. */
export function applyWatch({ store }: WatchFeature, view: WatchView): void {
  store.setState({ view });
}

/** Asks for the folders anew. */
export async function loadWatch(feature: WatchFeature): Promise<void> {
  const view = await feature.client.call('watch/view', {});
  if (view.ok) applyWatch(feature, view.value);
  else feature.store.setState({ failure: view.error });
}

/** Runs one request at a time; a second press meanwhile does nothing. */
async function change(feature: WatchFeature, task: WatchTask, ask: () => Promise<Result<WatchView>>): Promise<boolean> {
  const { store } = feature;
  if (store.getState().task !== null) return false;
  store.setState({ task });
  const view = await ask();
  store.setState({ task: null, failure: view.ok ? null : view.error });
  if (view.ok) applyWatch(feature, view.value);
  return view.ok;
}

/** Opens the settings of a folder, or closes them. */
export function openFolder({ store }: WatchFeature, opened: WatchState['opened']): void {
  store.setState({ opened, failure: null });
}

export async function configureFolder(feature: WatchFeature, input: CallInput<'watch/configure'>): Promise<void> {
  const done = await change(feature, 'configure', () => feature.client.call('watch/configure', input));
  if (done) openFolder(feature, null);
}

export async function chooseRoot(feature: WatchFeature): Promise<void> {
  await change(feature, 'choose-root', () => feature.client.call('watch/chooseRoot', {}));
}

/** Asks for a yes first. */
export function askToGiveBack({ store }: WatchFeature, returning: WatchState['returning']): void {
  store.setState({ returning, failure: null });
}

export async function giveBack(feature: WatchFeature, input: CallInput<'watch/giveBack'>): Promise<void> {
  askToGiveBack(feature, null);
  await change(feature, 'give-back', () => feature.client.call('watch/giveBack', input));
}
