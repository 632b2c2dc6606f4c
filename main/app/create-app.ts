import type { TerminalStatus } from '../../shared/contract/terminal.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { createEcpClient } from '../ecp/create-ecp-client.ts';
import type { EcpClient } from '../ecp/ecp-client.ts';
import { createRateGate, type WaitKeeper } from '../http/rate-gate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { createLocalFolders } from '../local-folders/create-local-folders.ts';
import type { LocalFolders } from '../local-folders/local-folders.ts';
import type { LockService } from '../lock/lock-service.ts';
import type { PolicyService } from '../policy/policy.ts';
import type { ReadinessService } from '../readiness/readiness-service.ts';
import type { SessionService } from '../session/session-service.ts';
import { createSftpAccount } from '../sftp-account/create-sftp-account.ts';
import type { SftpAccount } from '../sftp-account/sftp-account.ts';
import type { SmartCard } from '../smartcard/smart-card.ts';
import { createSubmissionService } from '../submission/create-submission-service.ts';
import type { SftpDoor } from '../submission/sftp/sftp-door.ts';
import type { SubmissionService } from '../submission/submission-service.ts';
import type { SpeedLimit } from '../transfer/speed-limit.ts';
import { addFile } from './add-file.ts';
import type { App, AppAdapters, AppConfig } from './app.ts';
import { createCommandLineDoor } from './command-line-door.ts';
import { accountHelpHandlers } from './create-account-help.ts';
import { createCard } from './create-card.ts';
import { createDiagnosticsDesk } from './create-diagnostics.ts';
import { createDownloads } from './create-downloads.ts';
import { createLock, refusalByLock } from './create-lock.ts';
import { createPolicy } from './create-policy.ts';
import { createReadiness } from './create-readiness.ts';
import { createRealmClients, createSessions } from './create-sessions.ts';
import { createSftp } from './create-sftp.ts';
import { createChosenSpeedLimit } from './create-speed-limit.ts';
import { createWatch } from './create-watch.ts';
import { createDispatch } from './dispatch.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { activityHandlers } from './handlers/activity.ts';
import { cardHandlers } from './handlers/card.ts';
import { diagnosticsHandlers } from './handlers/diagnostics.ts';
import { downloadHandlers } from './handlers/download.ts';
import { lockHandlers } from './handlers/lock.ts';
import { placeHandlers } from './handlers/place.ts';
import { policyHandlers } from './handlers/policy.ts';
import { queueHandlers } from './handlers/queue.ts';
import { readinessHandlers } from './handlers/readiness.ts';
import { sessionHandlers } from './handlers/session.ts';
import { sftpAccountHandlers } from './handlers/sftp-account.ts';
import { submissionHandlers } from './handlers/submission.ts';
import { terminalHandlers } from './handlers/terminal.ts';
import { watchHandlers } from './handlers/watch.ts';
import { type Log, openLog } from './log.ts';
import { openSettings, type SettingsStore } from './settings-store.ts';

interface Parts {
  readonly config: AppConfig;
  readonly adapters: AppAdapters;
  readonly events: EventHub;
  readonly log: Log;
  readonly settings: SettingsStore;
  readonly ledger: Ledger;
  readonly card: SmartCard;
  readonly sessions: SessionService;
  readonly policy: PolicyService;
  readonly lock: LockService;
  readonly readiness: ReadinessService;
  readonly client: EcpClient;
  readonly sftpAccount: SftpAccount;
  readonly sftp: SftpDoor | null;
  readonly localFolders: LocalFolders;
  readonly limit: SpeedLimit;
}

function openSubmissions(parts: Parts): Promise<SubmissionService> {
  const { adapters, settings, ledger, sessions, client, events, log } = parts;
  return createSubmissionService({
    ledger,
    client,
    sessions,
    clock: adapters.clock,
    limit: parts.limit,
    sftp: parts.sftp,
    dataFolder: parts.config.dataFolder,
    resumes: parts.config.resumes ?? true,
    publish: events.publish,
    lastChoices: settings.get,
    rememberChoices: (choices) => {
      settings.change(choices).catch((failure: unknown) => log.bug('settings', failure));
    },
    onBug: (cause) => log.bug('submission', cause),
    onNote: log.event,
    onStep: adapters.onStep,
  });
}

function statusOf(parts: Parts, submissions: SubmissionService): TerminalStatus {
  const { profile, host, version } = parts.config;
  return {
    version,
    host,
    profile: { label: profile.label, kind: profile.kind },
    keychain: parts.adapters.credentials.state(),
    help: profile.help,
    openSubmissions: submissions.openSubmissions(),
  };
}

/** Tells the page when the number of open submissions has changed: it stands in the status bar. */
function publishStatus(parts: Parts, submissions: SubmissionService): () => void {
  let last = submissions.openSubmissions();
  return parts.events.subscribe((event) => {
    if (event.name !== 'submission/changed' || submissions.openSubmissions() === last) return;
    last = submissions.openSubmissions();
    parts.events.publish({ name: 'terminal/changed', payload: statusOf(parts, submissions) });
  });
}

/** Tells the page what has changed in the features that do not publish by themselves. Gives the ways to stop. */
function publishChanges(parts: Parts, submissions: SubmissionService): readonly (() => void)[] {
  const { events, settings, card, sessions, policy, lock, readiness } = parts;
  return [
    sessions.subscribe((payload) => events.publish({ name: 'session/changed', payload })),
    readiness.subscribe((payload) => events.publish({ name: 'readiness/changed', payload })),
    lock.subscribe((payload) => events.publish({ name: 'lock/changed', payload })),
    card.subscribe((payload) => events.publish({ name: 'card/changed', payload })),
    policy.subscribe((payload) => events.publish({ name: 'policy/changed', payload })),
    settings.subscribe((payload) => events.publish({ name: 'settings/changed', payload })),
    parts.sftpAccount.subscribe((payload) => events.publish({ name: 'sftp/changed', payload })),
    publishStatus(parts, submissions),
  ];
}

const unlocked = { refusal: () => null };

function compose(parts: Parts, submissions: SubmissionService): App {
  const { config, adapters, events, log, settings, ledger, card, sessions, policy, lock, readiness, client } = parts;
  const activity = { client, ledger, clock: adapters.clock };
  const diagnostics = createDiagnosticsDesk(parts);
  const watch = createWatch(parts, submissions);
  const downloads = createDownloads(parts);
  const answering = {
    handlers: {
      ...sessionHandlers(sessions, policy),
      ...policyHandlers(policy),
      ...cardHandlers(card, sessions, policy),
      ...lockHandlers(lock, policy),
      ...readinessHandlers(readiness),
      ...accountHelpHandlers({ profile: config.profile, sessions, ...adapters }),
      ...submissionHandlers(submissions, watch.windowOf),
      ...queueHandlers(submissions.queue),
      ...downloadHandlers(downloads),
      ...diagnosticsHandlers(diagnostics),
      ...sftpAccountHandlers(parts.sftpAccount),
      ...watchHandlers(watch),
      ...placeHandlers({ ...parts, ...adapters }),
      ...activityHandlers(activity),
      ...terminalHandlers({
        profile: config.profile,
        settings,
        status: () => statusOf(parts, submissions),
        openExternal: adapters.openExternal,
      }),
    },
    log,
  };
  const takers = { lock, submissions, activity, readiness };
  const stops = publishChanges(parts, submissions);
  // One command makes no receipt.
  if (config.host !== 'cli') ledger.readAhead().catch((cause: unknown) => log.bug('ledger', cause));
  return {
    dispatch: createDispatch({ ...answering, refusal: refusalByLock(lock) }),
    addFile: (file) => addFile(takers, file),
    commandLine: createCommandLineDoor({
      // One command has no operator who could leave; an upload may take longer than the lock would wait.
      lock: config.host === 'cli' ? unlocked : lock,
      ledger,
      dispatch: createDispatch({ ...answering, ...unlocked }),
      addFile: (file) => addFile({ ...takers, lock: unlocked }, file),
    }),
    onTrouble: (cause) => log.bug('host', cause),
    lock: lock.lock,
    subscribe: events.subscribe,
    async close() {
      for (const stop of stops) stop();
      lock.close();
      readiness.close();
      await diagnostics.close();
      await downloads.close();
      // Together: a question of the one to the exchange ends with the other.
      await Promise.all([watch.close(), submissions.close()]);
      await policy.close();
      await sessions.close();
      await card.close();
      ledger.close();
      log.event('closed');
      log.close();
    },
  };
}

/**
 * Puts the program together on a data folder (made when missing). Answers `ledger-in-use` when another program holds it, and
 * `ledger-damaged` when it cannot be trusted; nothing is left open then.
 */
export async function createApp(config: AppConfig, adapters: AppAdapters): Promise<Result<App>> {
  const log = openLog(config.dataFolder);
  const ledger = openLedger({ dataFolder: config.dataFolder, clock: adapters.clock });
  if (!ledger.ok) {
    log.event('not started', { reason: ledger.error.code });
    log.close();
    return ledger;
  }
  const { profile } = config;
  const { http, credentials, clock } = adapters;
  const waitKeeperOf = (address: string): WaitKeeper => ({
    read: () => ledger.value.waits.read(address),
    keep: (wait) => {
      // A full disk forgets it at the next start; until then it is waited for all the same.
      ledger.value.waits.keep(address, wait);
    },
  });
  const realmParts = { profile, http, credentials, clock, waitKeeperOf };
  const clients = createRealmClients(realmParts);
  const card = createCard(profile, adapters.spawnCard);
  const sessions = createSessions(realmParts, clients, card);
  const settings = await openSettings(config.dataFolder);
  const policy = await createPolicy(config, { ...clients, clock }, log);
  const sftpAccount = createSftpAccount({ credentials, sessions, profile });
  const parts: Parts = {
    config,
    adapters,
    events: createEventHub(),
    log,
    settings,
    ledger: ledger.value,
    card,
    sessions,
    policy,
    readiness: await createReadiness(config, sessions, policy),
    lock: createLock({ profile, settings, sessions, clock }),
    client: createEcpClient({
      sessions,
      profile,
      rateGate: createRateGate(clock, waitKeeperOf(profile.ecpApi)),
    }),
    sftpAccount,
    sftp: createSftp(profile, sftpAccount),
    limit: createChosenSpeedLimit(settings, clock),
    localFolders: createLocalFolders({
      dataFolder: config.dataFolder,
      chosenRoot: () => config.filesRoot ?? settings.get().filesRoot,
      subscribe: settings.subscribe,
    }),
  };
  log.event('started', { version: config.version, host: config.host, profile: profile.id });
  return ok(compose(parts, await openSubmissions(parts)));
}
