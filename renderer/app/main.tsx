import './zod-without-eval.ts';
import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
import '../ui/styles/controls.css';
import '../ui/styles/fields.css';
import '../ui/styles/frame.css';
import '../ui/styles/screens.css';
import '../ui/styles/login.css';
import '../ui/styles/account.css';
import '../ui/styles/transition.css';
import '../ui/styles/card.css';
import '../ui/styles/lock.css';
import '../ui/styles/readiness.css';
import '../ui/styles/submit.css';
import '../ui/styles/activity.css';
import '../ui/styles/tables.css';
import '../ui/styles/receipt.css';
import '../ui/styles/diagnostics.css';
import '../ui/styles/sftp.css';
import '../ui/styles/transfers.css';
import '../ui/styles/downloads.css';
import '../ui/styles/queue.css';
import '../ui/styles/watch.css';
import '../ui/styles/forced-colors.css';
import type { i18n } from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { ActivityProvider } from '../activity/activity-feature.ts';
import { AuthenticatorProvider } from '../authenticator/authenticator-feature.ts';
import type { Client } from '../client/client.ts';
import { createElectronClient } from '../client/electron-client.ts';
import { takeToken } from '../client/take-token.ts';
import { createWebClient } from '../client/web-client.ts';
import { DiagnosticsProvider } from '../diagnostics/diagnostics-feature.ts';
import { DownloadsProvider } from '../downloads/downloads-feature.ts';
import { SubmissionProvider } from '../ecp/submission-feature.ts';
import { createWords, switchLanguage } from '../i18n/create-words.ts';
import { LockProvider } from '../lock/lock-feature.ts';
import { watchOperator } from '../lock/watch-operator.ts';
import { LoginProvider } from '../login/login-feature.ts';
import { refreshPolicyOnReturn } from '../login/policy-actions.ts';
import { watchPresence } from '../login/presence.ts';
import { PlaceProvider } from '../place/place-feature.ts';
import { QueueProvider } from '../queue/queue-feature.ts';
import { ReadinessProvider } from '../readiness/readiness-feature.ts';
import { RecoveryProvider } from '../recovery/recovery-feature.ts';
import { TerminalProvider } from '../settings/terminal-feature.ts';
import { SftpProvider } from '../transfers/sftp-feature.ts';
import { refuseStrayDrops } from '../ui/use-incoming-files.ts';
import { WatchProvider } from '../watch/watch-feature.ts';
import { App } from './app.tsx';
import { connectFeatures, createFeatures, type Features } from './connect-features.ts';
import { FrameProvider } from './frame-feature.ts';
import { watchKeys } from './watch-keys.ts';

/** The bridge of Electron's preload, or the loopback host with its token; null when the page has neither. */
function createClient(): Client | null {
  if (window.ccms) return createElectronClient(window.ccms);
  const token = takeToken(window);
  return token === null ? null : createWebClient(token);
}

/** Language and theme follow the settings, without a restart. */
function followSettings({ terminal }: Features, words: i18n): void {
  terminal.store.subscribe(({ settings }) => {
    if (!settings) return;
    void switchLanguage(words, document, settings.language);
    document.documentElement.dataset.theme = settings.theme;
  });
}

function start(root: HTMLElement): void {
  const words = createWords();
  const client = createClient();
  if (!client) {
    root.textContent = words.t('noToken');
    return;
  }
  const features = createFeatures(client);
  followSettings(features, words);
  refuseStrayDrops(window);
  watchKeys(features, document);
  watchOperator({ feature: features.lock, target: window, now: () => performance.now() });
  watchPresence({ feature: features.login, target: window, now: Date.now });
  refreshPolicyOnReturn({ feature: features.login, target: window, now: Date.now });
  connectFeatures(client, features);
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <FrameProvider value={features.frame}>
          <TerminalProvider value={features.terminal}>
            <LoginProvider value={features.login}>
              <SubmissionProvider value={features.submission}>
                <ActivityProvider value={features.activity}>
                  <LockProvider value={features.lock}>
                    <DiagnosticsProvider value={features.diagnostics}>
                      <AuthenticatorProvider value={features.authenticator}>
                        <RecoveryProvider value={features.recovery}>
                          <SftpProvider value={features.sftp}>
                            <QueueProvider value={features.queue}>
                              <WatchProvider value={features.watch}>
                                <DownloadsProvider value={features.downloads}>
                                  <PlaceProvider value={features.place}>
                                    <ReadinessProvider value={features.readiness}>
                                      <App />
                                    </ReadinessProvider>
                                  </PlaceProvider>
                                </DownloadsProvider>
                              </WatchProvider>
                            </QueueProvider>
                          </SftpProvider>
                        </RecoveryProvider>
                      </AuthenticatorProvider>
                    </DiagnosticsProvider>
                  </LockProvider>
                </ActivityProvider>
              </SubmissionProvider>
            </LoginProvider>
          </TerminalProvider>
        </FrameProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
start(root);
