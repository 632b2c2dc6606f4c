import { hostname } from 'node:os';
import { appError } from '../../shared/contract/errors.ts';
import type { WatchView } from '../../shared/contract/watch.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LocalFolders } from '../local-folders/local-folders.ts';
import type { SessionService } from '../session/session-service.ts';
import type { SubmissionService } from '../submission/submission-service.ts';
import { createWatchService } from '../watch/create-watch-service.ts';
import type { WatchService } from '../watch/watch-service.ts';
import type { AppAdapters, AppConfig } from './app.ts';
import { bytesFromPath } from './bytes-from-path.ts';
import type { EventHub } from './event-hub.ts';
import type { Log } from './log.ts';
import type { SettingsStore } from './settings-store.ts';

export interface WatchParts {
  readonly config: AppConfig;
  readonly adapters: AppAdapters;
  readonly events: EventHub;
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly ledger: Ledger;
  readonly sessions: SessionService;
  readonly localFolders: LocalFolders;
}

/** The watch folders, and the choice of their root, which is the host's to offer. */
export interface WatchDesk extends WatchService {
  chooseRoot(): Promise<Result<WatchView>>;
}

function chooser({ config, adapters, settings }: WatchParts, watch: WatchService): WatchDesk['chooseRoot'] {
  return async () => {
    const { chooseFolder } = adapters;
    // Whoever started the program with a root meant it.
    if (!chooseFolder || config.filesRoot) return err(appError('choose-folder-unavailable'));
    if (!watch.isIdle()) return err(appError('watch-busy', { retry: 'now' }));
    const filesRoot = await chooseFolder();
    if (filesRoot !== null && !watch.isIdle()) return err(appError('watch-busy', { retry: 'now' }));
    if (filesRoot !== null) await settings.change({ filesRoot });
    return ok(await watch.view());
  };
}

/** Composes the watch folders over the submission service and publishes what they tell. */
export function createWatch(parts: WatchParts, submissions: SubmissionService): WatchDesk {
  const { config, adapters, events, log, ledger, sessions, localFolders } = parts;
  const { profile, version } = config;
  const watch = createWatchService({
    ledger,
    submissions,
    folders: localFolders,
    clock: adapters.clock,
    exchangeNow: () => Math.max(0, Math.round(sessions.exchangeNow())),
    schedules: profile.watch?.folders ?? {},
    help: profile.help,
    readBytes: bytesFromPath,
    pcName: hostname(),
    version,
    mayChooseRoot: adapters.chooseFolder !== undefined && !config.filesRoot,
    followSubmissions: (listener) =>
      events.subscribe((event) => {
        if (event.name === 'submission/changed') listener(event.payload);
      }),
    willRetry: (id) =>
      ledger.queue.wishes().some(({ submissionId, retryAt }) => submissionId === id && retryAt !== null),
    onStep: adapters.onStep,
    onBug: (cause) => log.bug('watch', cause),
    timing: adapters.watchTiming,
    starts: config.resumes ?? true,
  });
  watch.subscribe((payload) => events.publish({ name: 'watch/changed', payload }));
  return { ...watch, chooseRoot: chooser(parts, watch) };
}
