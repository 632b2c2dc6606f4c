import { useTranslation } from 'react-i18next';
import type { Realm } from '../../shared/contract/session.ts';
import { Notice } from '../ui/notice.tsx';
import { LoggedInPanel } from './logged-in-panel.tsx';
import { useLoginState } from './login-feature.ts';
import { OtpStepForm } from './otp-step.tsx';
import { PasswordStep } from './password-step.tsx';

/** The log-in of either realm: password, then OTP in place, then who is logged in. */
export function LoginScreen({ realm }: { readonly realm: Realm }) {
  const { t } = useTranslation('login');
  const state = useLoginState(({ sessions }) => sessions?.[realm] ?? null);
  const loggedIn = state?.kind === 'logged-in';
  return (
    <section className="screen login-screen" aria-labelledby={`${realm}-login-title`}>
      <h1 id={`${realm}-login-title`}>{t(loggedIn ? `titleLoggedIn.${realm}` : `title.${realm}`)}</h1>
      {!loggedIn && <p className="screen-intro">{t(`intro.${realm}`)}</p>}
      {realm === 'ecp' && !loggedIn && <EcpEntry />}
      {state?.kind === 'logged-out' && <PasswordStep realm={realm} reason={state.reason} />}
      {state?.kind === 'otp' && <OtpStepForm step={state} />}
      {state?.kind === 'logged-in' && <LoggedInPanel state={state} />}
    </section>
  );
}

/** Old accounts do not work, and the way in must begin here (seed ECP FAQ items 1 to 4). */
function EcpEntry() {
  const { t } = useTranslation('login');
  return (
    <Notice tone="info">
      <p>{t('ecpEntry.oldAccounts')}</p>
      <p>{t('ecpEntry.startHere')}</p>
    </Notice>
  );
}
