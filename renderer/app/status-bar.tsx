import { Lock, LogIn, LogOut, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Realm } from '../../shared/contract/session.ts';
import { lockTerminal } from '../lock/lock-actions.ts';
import { useLock, useLockState } from '../lock/lock-feature.ts';
import { logOut } from '../login/login-actions.ts';
import { useLogin, useLoginState } from '../login/login-feature.ts';
import { changeSettings, useTerminal, useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { formatDateTime, formatDuration, formatOffset, formatTime } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';
import { showScreen, useFrame } from './frame-feature.ts';

/** Always true: who is logged in where, by which method, for how long, and the exchange's time. */
export function StatusBar() {
  const { t } = useTranslation('app');
  const locked = useLockState(({ lock }) => lock?.kind === 'locked');
  return (
    <section className="status-bar" aria-label={t('statusBar')} data-region>
      <RealmStatus realm="ccms" locked={locked} />
      <RealmStatus realm="ecp" locked={locked} />
      <LockButton locked={locked} />
      <ExchangeClock />
      {!locked && <LanguageSwitch />}
    </section>
  );
}

/** Locks the terminal, whoever of the two realms is logged in. */
function LockButton({ locked }: { readonly locked: boolean }) {
  const { t } = useTranslation('lock');
  const lock = useLock();
  const anybody = useLoginState(
    ({ sessions }) => sessions?.ccms.kind === 'logged-in' || sessions?.ecp.kind === 'logged-in',
  );
  if (locked) return <strong className="status-group">{t('title')}</strong>;
  if (!anybody) return null;
  return (
    <div className="status-group">
      <Button
        variant="quiet"
        aria-label={t('lockNow')}
        aria-keyshortcuts="Control+L"
        icon={<Lock aria-hidden size={14} />}
        onPress={() => void lockTerminal(lock)}
      >
        {t('lock')}
      </Button>
      <kbd aria-hidden>Ctrl L</kbd>
    </div>
  );
}

interface RealmStatusProps {
  readonly realm: Realm;
  /** While locked it tells, and nothing can be pressed. */
  readonly locked: boolean;
}

function RealmStatus({ realm, locked }: RealmStatusProps) {
  const { t } = useTranslation('app');
  const login = useLogin();
  const frame = useFrame();
  const now = useNow();
  const state = useLoginState(({ sessions }) => sessions?.[realm] ?? null);
  const goToLogin = () => showScreen(frame, realm === 'ccms' ? 'ccms-login' : 'ecp-login');
  const name = t(`realm.${realm}`);
  return (
    <fieldset aria-label={name} className="status-group">
      <strong>{name}</strong>
      {state?.kind === 'logged-in' ? (
        <>
          <ShieldCheck aria-hidden size={14} className="status-on" />
          <span className="status-user">{state.userId}</span>
          <span>{t(`status.${state.method}`)}</span>
          <span className="tabular">
            {t('status.left', { time: formatDuration(Math.min(state.idleEndsAt, state.absoluteEndsAt) - now) })}
          </span>
          {!locked && (
            <Button
              variant="quiet"
              aria-label={t('status.logOutOf', { realm: name })}
              icon={<LogOut aria-hidden size={14} />}
              onPress={() => void logOut(login, realm)}
            >
              {t('status.logOut')}
            </Button>
          )}
        </>
      ) : (
        <>
          <Lock aria-hidden size={14} className="muted" />
          <span>{t(state?.kind === 'otp' ? 'status.waitsForOtp' : 'status.loggedOut')}</span>
          {!locked && (
            <Button
              variant="quiet"
              aria-label={t('status.logInTo', { realm: name })}
              icon={<LogIn aria-hidden size={14} />}
              onPress={goToLogin}
            >
              {t('status.logIn')}
            </Button>
          )}
        </>
      )}
    </fieldset>
  );
}

const HALF_A_DAY = 43_200_000;

/** The exchange's clock; the day too when it is not this PC's, as when the practice clock has been set. */
function ExchangeClock() {
  const { t } = useTranslation('app');
  const now = useNow();
  const offset = useLoginState(({ sessions }) => sessions?.offsetMs ?? null);
  const time = now + (offset ?? 0);
  const shown = Math.abs(offset ?? 0) > HALF_A_DAY ? formatDateTime(time) : formatTime(time);
  return (
    <fieldset aria-label={t('status.exchangeTime')} className="status-group status-clock">
      <span>HKT</span>
      <time className="tabular">{shown}</time>
      <span className="muted tabular">({offset === null ? t('status.pcClock') : formatOffset(offset)})</span>
    </fieldset>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation('app');
  const terminal = useTerminal();
  const language = useTerminalState(({ settings }) => settings?.language ?? 'en');
  return (
    <fieldset aria-label={t('status.language')} className="status-group status-language">
      <button
        type="button"
        lang="en"
        aria-pressed={language === 'en'}
        onClick={() => void changeSettings(terminal, { language: 'en' })}
      >
        EN<span className="visually-hidden"> English</span>
      </button>
      <button
        type="button"
        lang="zh-Hant-HK"
        aria-pressed={language === 'zh-Hant'}
        onClick={() => void changeSettings(terminal, { language: 'zh-Hant' })}
      >
        繁<span className="visually-hidden"> 繁體中文</span>
      </button>
    </fieldset>
  );
}
