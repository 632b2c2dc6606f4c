import { createDownloadService } from '../download/create-download-service.ts';
import type { DownloadDoor, DownloadService } from '../download/download-service.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LocalFolders } from '../local-folders/local-folders.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';
import type { SpeedLimit } from '../transfer/speed-limit.ts';
import type { AppAdapters, AppConfig } from './app.ts';
import { createSftp } from './create-sftp.ts';
import type { EventHub } from './event-hub.ts';
import type { Log } from './log.ts';
import type { SettingsStore } from './settings-store.ts';

interface DownloadParts {
  readonly config: AppConfig;
  readonly adapters: AppAdapters;
  readonly events: EventHub;
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly ledger: Ledger;
  readonly sftpAccount: Pick<SftpAccount, 'identity'>;
  readonly localFolders: LocalFolders;
  readonly limit: SpeedLimit;
}

/** A profile may have downloads and no uploads; the way to the server is the same. */
function createDoor({ config, sftpAccount }: DownloadParts): DownloadDoor | null {
  const { profile } = config;
  if (!profile.sftp?.download) return null;
  const door = createSftp({ ...profile, sftp: { uploadFolder: '/', ...profile.sftp } }, sftpAccount);
  if (!door) return null;
  return {
    async ready() {
      const ready = await door.ready();
      return ready.ok ? null : ready.error;
    },
    open: door.open,
  };
}

/** Composes the service for files that come from the exchange. */
export function createDownloads(parts: DownloadParts): DownloadService {
  const { config, adapters, events, log, settings, ledger, localFolders, limit } = parts;
  const door = createDoor(parts);
  return createDownloadService({
    ledger,
    localFolders,
    plan: door && (config.profile.sftp?.download ?? null),
    door: door ?? { ready: async () => null, open: async () => Promise.reject(new Error('there is no such door')) },
    clock: adapters.clock,
    pace: limit.take,
    publish: events.publish,
    onStep: adapters.onStep ?? (() => undefined),
    onBug: (cause) => log.bug('download', cause),
    // A host that runs one command fetches only what it is told to.
    isScheduled: config.resumes ?? true,
    chosenMinutes: () => settings.get().downloadEveryMinutes,
    onChoice: (listener) => settings.subscribe(listener),
  });
}
