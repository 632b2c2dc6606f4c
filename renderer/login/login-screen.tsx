import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Realm } from '../../shared/contract/session.ts';
import { RecoveryPanel } from '../recovery/recovery-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { CcmsLogin } from './ccms-login.tsx';
import { LoggedInPanel } from './logged-in-panel.tsx';
import { chosenMethod, useLoginState } from './login-feature.ts';
import { OtpStepForm } from './otp-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { TransitionTimeline } from './transition-timeline.tsx';

/** The log-in of either realm: password, then OTP in place, then who is logged in. */
export function LoginScreen({ realm }: { readonly realm: Realm }) {
  const { t } = useTranslation('login');
  const state = useLoginState(({ sessions }) => sessions?.[realm] ?? null);
  const byPassword = useLoginState((all) => realm === 'ecp' || chosenMethod(all) === '2fa');
  const loggedIn = state?.kind === 'logged-in';
  const [forgotten, setForgotten] = useState(false);
  const recovering = forgotten && state?.kind === 'logged-out';
  return (
    <section className="screen login-screen" aria-labelledby={`${realm}-login-title`}>
      <div className="login-header">
        <div>
          <h1 id={`${realm}-login-title`}>{t(loggedIn ? `titleLoggedIn.${realm}` : `title.${realm}`)}</h1>
          {byPassword && !loggedIn && <p className="screen-intro">{t(`intro.${realm}`)}</p>}
        </div>
        {realm === 'ccms' && !loggedIn && <TransitionTimeline />}
      </div>
      {realm === 'ecp' && !loggedIn && !recovering && <EcpEntry />}
      {recovering && <RecoveryPanel realm={realm} onBack={() => setForgotten(false)} />}
      {state?.kind === 'logged-out' && !recovering && realm === 'ccms' && (
        <CcmsLogin reason={state.reason} onForgotten={() => setForgotten(true)} />
      )}
      {state?.kind === 'logged-out' && !recovering && realm === 'ecp' && (
        <PasswordStep realm="ecp" reason={state.reason} onForgotten={() => setForgotten(true)} />
      )}
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
