import type { AppEvent } from '../../shared/contract/index.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { loadActivity } from '../activity/activity-actions.ts';
import { type ActivityFeature, createActivityFeature } from '../activity/activity-feature.ts';
import { type AuthenticatorFeature, createAuthenticatorFeature } from '../authenticator/authenticator-feature.ts';
import type { Client } from '../client/client.ts';
import { applyRun, loadDiagnostics } from '../diagnostics/diagnostics-actions.ts';
import { createDiagnosticsFeature, type DiagnosticsFeature } from '../diagnostics/diagnostics-feature.ts';
import { applyDownloadProgress, applyDownloads, loadDownloads } from '../downloads/downloads-actions.ts';
import { createDownloadsFeature, type DownloadsFeature } from '../downloads/downloads-feature.ts';
import { applyDraft, applyDraftRemoved, applyProgress, applySubmission } from '../ecp/apply-submission.ts';
import { loadSubmission } from '../ecp/submission-actions.ts';
import { createSubmissionFeature, type SubmissionFeature } from '../ecp/submission-feature.ts';
import { loadLock } from '../lock/lock-actions.ts';
import { applyLock, createLockFeature, type LockFeature } from '../lock/lock-feature.ts';
import { loadLogin } from '../login/login-actions.ts';
import { applySessions, createLoginFeature, type LoginFeature } from '../login/login-feature.ts';
import { createPlaceFeature, type PlaceFeature } from '../place/place-feature.ts';
import { applyQueue, loadQueue } from '../queue/queue-actions.ts';
import { createQueueFeature, type QueueFeature } from '../queue/queue-feature.ts';
import { loadReadiness } from '../readiness/readiness-actions.ts';
import { createReadinessFeature, type ReadinessFeature } from '../readiness/readiness-feature.ts';
import { createRecoveryFeature, type RecoveryFeature } from '../recovery/recovery-feature.ts';
import {
  applySettings,
  createTerminalFeature,
  loadTerminal,
  type TerminalFeature,
} from '../settings/terminal-feature.ts';
import { applySftpAccount } from '../transfers/sftp-actions.ts';
import { createSftpFeature, type SftpFeature } from '../transfers/sftp-feature.ts';
import { applyWatch, loadWatch } from '../watch/watch-actions.ts';
import { createWatchFeature, type WatchFeature } from '../watch/watch-feature.ts';
import { createFrameFeature, type FrameFeature } from './frame-feature.ts';

export interface Features {
  readonly frame: FrameFeature;
  readonly terminal: TerminalFeature;
  readonly login: LoginFeature;
  readonly authenticator: AuthenticatorFeature;
  readonly recovery: RecoveryFeature;
  readonly submission: SubmissionFeature;
  readonly activity: ActivityFeature;
  readonly diagnostics: DiagnosticsFeature;
  readonly sftp: SftpFeature;
  readonly downloads: DownloadsFeature;
  readonly queue: QueueFeature;
  readonly watch: WatchFeature;
  readonly place: PlaceFeature;
  readonly lock: LockFeature;
  readonly readiness: ReadinessFeature;
}

/** Makes every feature over one client. */
export function createFeatures(client: Client): Features {
  return {
    frame: createFrameFeature(),
    terminal: createTerminalFeature(client),
    login: createLoginFeature(client),
    authenticator: createAuthenticatorFeature(client),
    recovery: createRecoveryFeature(client),
    submission: createSubmissionFeature(client),
    activity: createActivityFeature(client),
    diagnostics: createDiagnosticsFeature(client),
    sftp: createSftpFeature(client),
    downloads: createDownloadsFeature(client),
    queue: createQueueFeature(client),
    watch: createWatchFeature(client),
    place: createPlaceFeature(client),
    lock: createLockFeature(client),
    readiness: createReadinessFeature(client),
  };
}

function applyEvent(features: Features, event: AppEvent): void {
  switch (event.name) {
    case 'session/changed':
      applySessions(features.login, event.payload);
      break;
    case 'readiness/changed':
      features.readiness.store.setState({ view: event.payload });
      break;
    case 'lock/changed':
      applyLock(features.lock, event.payload);
      break;
    case 'policy/changed':
      features.login.store.setState({ policy: event.payload });
      break;
    case 'card/changed':
      features.login.store.setState({ card: event.payload });
      features.lock.unlocking.store.setState({ card: event.payload });
      break;
    case 'draft/changed':
      applyDraft(features.submission, event.payload);
      break;
    case 'draft/removed':
      applyDraftRemoved(features.submission, event.payload.draftId);
      break;
    case 'submission/changed':
      applySubmission(features.submission, event.payload);
      break;
    case 'submission/progress':
      applyProgress(features.submission, event.payload);
      break;
    case 'watch/changed':
      applyWatch(features.watch, event.payload);
      break;
    case 'queue/changed':
      applyQueue(features.queue, event.payload);
      break;
    case 'sftp/changed':
      applySftpAccount(features.sftp, event.payload);
      break;
    case 'download/changed':
      applyDownloads(features.downloads, event.payload);
      break;
    case 'download/progress':
      applyDownloadProgress(features.downloads, event.payload);
      break;
    case 'diagnostics/changed':
      applyRun(features.diagnostics, event.payload);
      applyRun(features.sftp.test, event.payload);
      break;
    case 'terminal/changed':
      features.terminal.store.setState({ status: event.payload });
      break;
    case 'settings/changed':
      applySettings(features.terminal, event.payload);
      break;
    default:
      assertNever(event);
  }
}

/** Queries everything anew. */
function loadAll(features: Features): void {
  const { lock, readiness, terminal, login, submission, activity, diagnostics, sftp, queue } = features;
  void loadLock(lock);
  void loadReadiness(readiness);
  void loadTerminal(terminal);
  void loadLogin(login);
  void loadSubmission(submission);
  void loadDiagnostics(diagnostics);
  void loadDiagnostics(sftp.test);
  void loadQueue(queue);
  if (features.watch.store.getState().view) void loadWatch(features.watch);
  void loadDownloads(features.downloads);
  if (activity.store.getState().page) void loadActivity(activity);
}

/** After an unlocking everything is queried anew; when everybody was logged out instead, what they had typed goes first. */
function resume(features: Features): void {
  const { frame, login, activity, lock } = features;
  const sessions = login.store.getState().sessions;
  if (sessions?.ccms.kind !== 'logged-in' && sessions?.ecp.kind !== 'logged-in') {
    login.store.setState(login.store.getInitialState(), true);
    lock.unlocking.store.setState(lock.unlocking.store.getInitialState(), true);
    activity.store.setState(activity.store.getInitialState(), true);
    frame.store.setState(({ generation }) => ({ generation: generation + 1, screen: 'ccms-login' }));
  }
  loadAll(features);
}

/**
 * Lets the stores mirror the program: events as they come, everything anew after each (re)connection, and what depends on an
 * ECP session whenever one begins or ends. Gives the function that ends it.
 */
export function connectFeatures(client: Client, features: Features): () => void {
  const { frame, login, submission, lock } = features;
  const unwatchLogin = login.store.subscribe(({ sessions }, before) => {
    if (sessions && before.sessions && sessions.ecp.kind !== before.sessions.ecp.kind) void loadSubmission(submission);
  });
  const unwatchLock = lock.store.subscribe(({ lock: now }, { lock: before }) => {
    if (before?.kind === 'locked' && now?.kind === 'unlocked') resume(features);
  });
  const unsubscribe = client.subscribe({
    event: (event) => applyEvent(features, event),
    connected() {
      frame.store.setState({ connection: 'connected' });
      loadAll(features);
    },
    lost: () => frame.store.setState({ connection: 'lost' }),
  });
  return () => {
    unwatchLogin();
    unwatchLock();
    unsubscribe();
  };
}
