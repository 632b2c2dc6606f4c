import type { PlaceKind, PlaceShown } from '../../shared/contract/place.ts';
import type { Result } from '../../shared/lib/result.ts';
import { copyText } from '../ui/copy-text.ts';
import type { PlaceFeature } from './place-feature.ts';

/** A path that is told is copied at once: whoever pressed wants it on the clipboard. */
async function show({ store }: PlaceFeature, asked: Promise<Result<PlaceShown>>): Promise<void> {
  const shown = await asked;
  if (!shown.ok) store.setState({ told: null, failure: shown.error });
  else if (shown.value.kind === 'shown') store.setState({ told: null, failure: null });
  else {
    const { path } = shown.value;
    store.setState({ told: { path, isCopied: copyText(path) }, failure: null });
  }
}

/** Shows a file that was fetched in its folder, or copies its path where the host has no file manager. */
export function showDownload(feature: PlaceFeature, downloadId: string): Promise<void> {
  return show(feature, feature.client.call('place/showDownload', { downloadId }));
}

/** Opens a local folder, or copies its path where the host has no file manager. */
export function showFolder(feature: PlaceFeature, folderId: string, kind: PlaceKind): Promise<void> {
  return show(feature, feature.client.call('place/showFolder', { folderId, kind }));
}

/** Puts the last answer away. */
export function forgetPlace({ store }: PlaceFeature): void {
  store.setState({ told: null, failure: null });
}
