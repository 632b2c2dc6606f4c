import { TimerReset } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LoggedIn, Realm } from '../../shared/contract/session.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';
import { extendSession } from './login-actions.ts';
import { useLogin, useLoginState } from './login-feature.ts';
import { WARNING_MS } from './presence.ts';

/** A bar for each session that is about to end. It takes no focus and hides nothing. */
export function SessionWarnings() {
  return (
    <>
      <SessionWarning realm="ccms" />
      <SessionWarning realm="ecp" />
    </>
  );
}

function SessionWarning({ realm }: { readonly realm: Realm }) {
  const state = useLoginState(({ sessions }) => sessions?.[realm] ?? null);
  const now = useNow();
  if (state?.kind !== 'logged-in') return null;
  const left = Math.min(state.idleEndsAt, state.absoluteEndsAt) - now;
  return left > 0 && left <= WARNING_MS ? <WarningBar state={state} left={left} /> : null;
}

function WarningBar({ state, left }: { readonly state: LoggedIn; readonly left: number }) {
  const { t } = useTranslation('login');
  const feature = useLogin();
  const isFinal = state.absoluteEndsAt <= state.idleEndsAt;
  return (
    <div className="bar bar-warning">
      <TimerReset aria-hidden size={16} />
      <span role="alert">{t(isFinal ? 'warning.absolute' : 'warning.idle', { realm: t(`realm.${state.realm}`) })}</span>
      <strong className="tabular" role="timer">
        {formatDuration(left)}
      </strong>
      {!isFinal && (
        <Button variant="primary" onPress={() => void extendSession(feature, state.realm)}>
          {t('warning.stay')}
        </Button>
      )}
      {!isFinal && <span className="muted">{t('warning.anyKey')}</span>}
    </div>
  );
}
