import { Unplug, VaultIcon } from 'lucide-react';
import { Activity, useEffect, useRef } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { ActivityScreen } from '../activity/activity-screen.tsx';
import { DiagnosticsScreen } from '../diagnostics/diagnostics-screen.tsx';
import { SubmitScreen } from '../ecp/submit-screen.tsx';
import { useLockState } from '../lock/lock-feature.ts';
import { LockScreen } from '../lock/lock-screen.tsx';
import { useKeptFocus } from '../lock/use-kept-focus.ts';
import { useLoginState } from '../login/login-feature.ts';
import { LoginScreen } from '../login/login-screen.tsx';
import { SessionWarnings } from '../login/session-warning.tsx';
import { ReadinessReminder } from '../readiness/readiness-reminder.tsx';
import { ReadinessScreen } from '../readiness/readiness-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { SftpScreen } from '../transfers/sftp-screen.tsx';
import { TransfersScreen } from '../transfers/transfers-screen.tsx';
import { useFrameState } from './frame-feature.ts';
import { Navigation } from './navigation.tsx';
import { PracticeBand } from './practice-band.tsx';
import type { ScreenId } from './screens.ts';
import { StatusBar } from './status-bar.tsx';

/** The frame: band, navigation, one screen, status bar. */
export function App() {
  const language = useTerminalState(({ settings }) => settings?.language ?? 'en');
  // React Aria knows zh-TW; its zh-HK would fall back to Simplified Chinese.
  return (
    <I18nProvider locale={language === 'zh-Hant' ? 'zh-TW' : 'en-US'}>
      <div className="frame">
        <header className="frame-top">
          <PracticeBand />
          <KeychainBar />
        </header>
        <Screens />
        {/* Below the screen, so that nothing moves under the pointer when one appears. */}
        <div className="frame-news">
          <ConnectionBar />
          <News />
        </div>
        <StatusBar />
      </div>
    </I18nProvider>
  );
}

/**
 * The navigation and the screen, or the lock screen in their place. React's Activity then takes them, their dialogs included, off
 * the page and out of the accessibility tree, and keeps what they hold.
 */
function Screens() {
  const lock = useLockState((state) => (state.lock?.kind === 'locked' ? state.lock : null));
  const offsetMs = useLoginState(({ sessions }) => sessions?.offsetMs ?? 0);
  const generation = useFrameState((state) => state.generation);
  useKeptFocus();
  return (
    <>
      <Activity key={generation} mode={lock ? 'hidden' : 'visible'}>
        <Navigation />
        <MainRegion />
      </Activity>
      {lock && <LockScreen lock={lock} offsetMs={offsetMs} />}
    </>
  );
}

/** What is told below the screen; while locked there is nobody to act on it. */
function News() {
  const locked = useLockState(({ lock }) => lock?.kind === 'locked');
  if (locked) return null;
  return (
    <>
      <ReadinessReminder />
      <SessionWarnings />
    </>
  );
}

function Screen({ id }: { readonly id: ScreenId }) {
  switch (id) {
    case 'ccms-login':
      return <LoginScreen key="ccms" realm="ccms" />;
    case 'ecp-login':
      return <LoginScreen key="ecp" realm="ecp" />;
    case 'ecp-submit':
      return <SubmitScreen />;
    case 'transfers':
      return <TransfersScreen />;
    case 'ecp-activity':
      return <ActivityScreen />;
    case 'ecp-sftp':
      return <SftpScreen />;
    case 'connection':
      return <DiagnosticsScreen />;
    case 'readiness':
      return <ReadinessScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return assertNever(id);
  }
}

/** The screen's region. It takes the focus when the screen changes, unless the screen has put it into a field. */
function MainRegion() {
  const { t } = useTranslation('app');
  const screen = useFrameState((state) => state.screen);
  const ready = useTerminalState(({ status, settings }) => status !== null && settings !== null);
  const region = useRef<HTMLElement>(null);
  const shown = useRef(screen);
  useEffect(() => {
    if (shown.current === screen) return;
    shown.current = screen;
    document.title = `${t(`screenName.${screen}`)} – CCMS Terminal`;
    if (!region.current?.contains(document.activeElement)) region.current?.focus();
  }, [screen, t]);
  return (
    <main ref={region} tabIndex={-1} className="main-region" data-region>
      {ready ? <Screen id={screen} /> : <p className="empty muted">{t('starting')}</p>}
    </main>
  );
}

function ConnectionBar() {
  const { t } = useTranslation('app');
  const lost = useFrameState(({ connection }) => connection === 'lost');
  return (
    <div role="alert">
      {lost && (
        <div className="bar bar-danger">
          <Unplug aria-hidden size={16} />
          <span className="bar-words">{t('connectionLost')}</span>
        </div>
      )}
    </div>
  );
}

function KeychainBar() {
  const { t } = useTranslation('app');
  const unavailable = useTerminalState(({ status }) => status?.keychain.kind === 'unavailable');
  if (!unavailable) return null;
  return (
    <div className="bar bar-info">
      <VaultIcon aria-hidden size={16} />
      <span className="bar-words">{t('nothingKept')}</span>
    </div>
  );
}
