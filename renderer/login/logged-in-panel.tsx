import { useTranslation } from 'react-i18next';
import type { LoggedIn } from '../../shared/contract/session.ts';
import { showScreen, useFrame } from '../app/frame-feature.ts';
import { AuthenticatorPanel } from '../authenticator/authenticator-panel.tsx';
import { OwnReminders } from '../readiness/own-reminders.tsx';
import { Button } from '../ui/button.tsx';
import { formatDuration, formatTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { useNow } from '../ui/use-now.ts';
import { FunctionNotice } from './function-notice.tsx';
import { logOut } from './login-actions.ts';
import { LoginFailure } from './login-failure.tsx';
import { useLogin, useLoginState } from './login-feature.ts';

/** Who is logged in, by which method, and until when. */
export function LoggedInPanel({ state }: { readonly state: LoggedIn }) {
  const { t } = useTranslation('login');
  const feature = useLogin();
  const now = useNow();
  const offset = useLoginState(({ sessions }) => sessions?.offsetMs ?? 0);
  const { task, failure } = useLoginState(({ work }) => work[state.realm]);
  return (
    <div className="logged-in">
      <Notice tone="success">{t('loggedIn.as', { name: state.displayName })}</Notice>
      <OwnReminders reminders={state.reminders} />
      {state.realm === 'ecp' && <FunctionNotice functions={state.functions} />}
      <dl className="facts">
        <dt>{t(`userId.${state.realm}`)}</dt>
        <dd>
          <code>{state.userId}</code>
        </dd>
        <dt>{t('loggedIn.method')}</dt>
        <dd>{t(`loggedIn.${state.method}`)}</dd>
        <dt>{t('loggedIn.idle')}</dt>
        <dd>
          {formatTime(state.idleEndsAt + offset)} HKT{' '}
          <span className="muted">({formatDuration(state.idleEndsAt - now)})</span>
        </dd>
        <dt>{t('loggedIn.absolute')}</dt>
        <dd>
          {formatTime(state.absoluteEndsAt + offset)} HKT{' '}
          <span className="muted">({formatDuration(state.absoluteEndsAt - now)})</span>
        </dd>
        <dt>{t('loggedIn.functions')}</dt>
        <dd>
          {state.functions.length === 0 ? (
            t('loggedIn.noFunctions')
          ) : (
            <ul className="inline-list">
              {state.functions.map((name) => (
                <li key={name}>
                  <code>{name}</code>
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
      <div className="form-actions">
        {state.realm === 'ecp' && <NextSteps />}
        <Button onPress={() => void logOut(feature, state.realm)} busy={task === 'log-out'}>
          {t('logOut')}
        </Button>
      </div>
      {state.realm === 'ecp' && <AuthenticatorPanel />}
      <LoginFailure realm={state.realm} failure={failure} />
    </div>
  );
}

/** Where one goes from an ECP log-in. */
function NextSteps() {
  const { t } = useTranslation('login');
  const frame = useFrame();
  return (
    <>
      <Button variant="primary" onPress={() => showScreen(frame, 'ecp-submit')}>
        {t('loggedIn.submit')}
      </Button>
      <Button onPress={() => showScreen(frame, 'ecp-activity')}>{t('loggedIn.activity')}</Button>
    </>
  );
}
