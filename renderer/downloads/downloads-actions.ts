import type { Download, DownloadProgress, DownloadStatus, DownloadView } from '../../shared/contract/download.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { DownloadsFeature } from './downloads-feature.ts';

/** Rows that the panel shows; older ones are in the ledger. */
const MOST_ROWS = 300;

function newestFirst(rows: readonly Download[]): readonly Download[] {
  return rows
    .toSorted((one, other) => other.foundAt - one.foundAt || other.modifiedAt - one.modifiedAt)
    .slice(0, MOST_ROWS);
}

/** Queries everything anew. */
export async function loadDownloads(feature: DownloadsFeature): Promise<void> {
  const view = await feature.client.call('download/list', { limit: MOST_ROWS });
  if (view.ok) feature.store.setState({ status: view.value.status, rows: newestFirst(view.value.rows) });
}

/** Takes the state and the rows that changed. */
export function applyDownloads({ store }: DownloadsFeature, { status, rows: changed }: DownloadView): void {
  const byId = new Map(store.getState().rows.map((row) => [row.downloadId, row]));
  for (const row of changed) byId.set(row.downloadId, row);
  const ended = changed.filter(({ state }) => state !== 'fetching').map(({ downloadId }) => downloadId);
  const progress = Object.fromEntries(
    Object.entries(store.getState().progress).filter(([downloadId]) => !ended.includes(downloadId)),
  );
  store.setState({ status, rows: newestFirst([...byId.values()]), progress });
}

export function applyDownloadProgress({ store }: DownloadsFeature, progress: DownloadProgress): void {
  store.setState((state) => ({ progress: { ...state.progress, [progress.downloadId]: progress } }));
}

/** The state comes by events; the answer may be older than the newest of them. */
async function command({ store }: DownloadsFeature, asked: Promise<Result<DownloadStatus>>): Promise<void> {
  const result = await asked;
  store.setState({ failure: result.ok ? null : result.error });
}

/** Looks into the folders and fetches what is new. */
export function fetchNew(feature: DownloadsFeature): Promise<void> {
  return command(feature, feature.client.call('download/fetch', {}));
}

/** Looks into the folders and fetches nothing. */
export function onlyLook(feature: DownloadsFeature): Promise<void> {
  return command(feature, feature.client.call('download/look', {}));
}

/** Fetches one file that is listed. */
export function fetchOne(feature: DownloadsFeature, downloadId: string): Promise<void> {
  return command(feature, feature.client.call('download/fetch', { downloadIds: [downloadId] }));
}

/** Stops one file, or everything. What has come is gone on with later. */
export function cancelDownload(feature: DownloadsFeature, downloadId?: string): Promise<void> {
  return command(feature, feature.client.call('download/cancel', { ...(downloadId && { downloadId }) }));
}
