import type { downloadCalls } from '../../../shared/contract/download.ts';
import { ok } from '../../../shared/lib/result.ts';
import type { DownloadService } from '../../download/download-service.ts';
import type { Handlers } from './handlers.ts';

/** Files that come from the exchange. */
export function downloadHandlers(service: DownloadService): Handlers<keyof typeof downloadCalls> {
  return {
    'download/list': ({ limit }) => ok(service.list(limit)),
    'download/look': () => service.look(),
    'download/fetch': (wish) => service.fetch(wish),
    'download/cancel': ({ downloadId }) => service.cancel(downloadId ?? null),
  };
}
