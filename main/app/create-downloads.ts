import { appError } from '../../shared/contract/errors.ts';
import { err } from '../../shared/lib/result.ts';
import { createDownloadService } from '../download/create-download-service.ts';
import type { DownloadDoor, DownloadService } from '../download/download-service.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LocalFolders } from '../local-folders/local-folders.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';
import type { SftpDoor } from '../submission/sftp/sftp-door.ts';
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
  /** The way of the submissions, whose connection is shared; null when the profile has none. */
  readonly sftp: SftpDoor | null;
  readonly localFolders: LocalFolders;
  readonly limit: SpeedLimit;
}

/** The way of the submissions. A profile may have downloads and no uploads; then there is one for them alone. */
function createDoor({ config, sftpAccount, sftp }: DownloadParts): DownloadDoor | null {
  const { profile } = config;
  if (!profile.sftp?.download) return null;
  const own = sftp ? null : createSftp({ ...profile, sftp: { ...profile.sftp, uploadFolder: '/' } }, sftpAccount);
  const door = sftp ?? own;
  if (!door) return null;
  return {
    async ready() {
      const ready = await door.ready();
      return ready.ok ? null : ready.error;
    },
    open: door.open,
    close: () => own?.close(),
  };
}

const noDoor: DownloadDoor = {
  ready: async () => appError('download-unavailable'),
  open: async () => err(appError('download-unavailable')),
  close: () => undefined,
};

/** Composes the service for files that come from the exchange. */
export function createDownloads(parts: DownloadParts): DownloadService {
  const { config, adapters, events, log, settings, ledger, localFolders, limit } = parts;
  const door = createDoor(parts);
  return createDownloadService({
    ledger,
    localFolders,
    help: config.profile.help,
    plan: door && (config.profile.sftp?.download ?? null),
    door: door ?? noDoor,
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
