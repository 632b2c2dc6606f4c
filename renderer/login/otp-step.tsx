import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OtpStep } from '../../shared/contract/session.ts';
import { isOtp, normaliseOtp } from '../../shared/model/otp.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';
import { useOncePer } from '../ui/use-once-per.ts';
import { cancelLogin, resendOtp, submitOtp } from './login-actions.ts';
import { LoginFailure } from './login-failure.tsx';
import { type LoginFeature, type RealmWork, useLogin, useLoginState } from './login-feature.ts';
import { FillIn, OtherWay } from './otp-channel.tsx';
import { OtpFacts } from './otp-facts.tsx';
import { OtpField } from './otp-field.tsx';

/** What was typed must be typed anew after these. */
const clearing = ['otp-wrong', 'otp-expired'];

interface OtpEntry {
  readonly otp: string;
  readonly type: (text: string) => void;
  readonly send: () => void;
}

/** Holds the typed OTP, submits it once when its last digit is there, and empties it when it cannot be right. */
function useOtpEntry(feature: LoginFeature, step: OtpStep, failure: RealmWork['failure']): OtpEntry {
  const [otp, setOtp] = useState('');
  useOncePer(failure, (refusal) => {
    if (refusal && clearing.includes(refusal.error.code)) setOtp('');
  });
  const send = (text: string) => {
    if (isOtp(text, step.length)) void submitOtp(feature, step.realm, text);
  };
  const type = (text: string) => {
    const typed = normaliseOtp(text).slice(0, 64);
    setOtp(typed);
    if (typed !== otp) send(typed);
  };
  return { otp, type, send: () => send(otp) };
}

/** The second step, in the place of the first: the one-time password from the mail or the app. */
export function OtpStepForm({ step }: { readonly step: OtpStep }) {
  const { t } = useTranslation('login');
  const feature = useLogin();
  const { realm } = step;
  const { task, failure } = useLoginState((state) => state.work[realm]);
  const { otp, type, send } = useOtpEntry(feature, step, failure);
  const field = useRef<HTMLInputElement>(null);
  const busy = task !== null;
  useEffect(() => {
    if (!busy) field.current?.focus();
  }, [busy]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') void cancelLogin(feature, realm);
  };
  const unanswered = failure?.error.code === 'otp-unanswered' && !busy;
  return (
    <form className="login-form otp-form" onSubmit={submit} onKeyDown={leaveOnEscape} noValidate aria-busy={busy}>
      <p className="otp-who">
        <span className="muted">{t(`userId.${realm}`)}</span> <strong>{step.userId}</strong>
      </p>
      <OtpField
        ref={field}
        value={otp}
        onChange={type}
        length={step.length}
        busy={busy}
        isInvalid={failure?.error.code === 'otp-wrong'}
      />
      <OtpFacts step={step} />
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={task === 'otp'} isDisabled={!isOtp(otp, step.length)}>
          {task === 'otp' ? t('checking') : t('logIn')}
        </Button>
        <FillIn step={step} busy={busy} onCode={type} />
        {!unanswered && step.channel === 'email' && <ResendButton step={step} busy={busy} words="resend" />}
        <OtherWay step={step} busy={busy} />
        <Button onPress={() => void cancelLogin(feature, realm)} isDisabled={busy} aria-keyshortcuts="Escape">
          {t('cancel')}
        </Button>
      </div>
      <LoginFailure
        realm={realm}
        failure={failure}
        actions={unanswered && <UnansweredChoice step={step} canTryAgain={isOtp(otp, step.length)} onTryAgain={send} />}
      />
    </form>
  );
}

interface ResendButtonProps {
  readonly step: OtpStep;
  readonly busy: boolean;
  readonly words: 'resend' | 'sendNew';
}

function ResendButton({ step, busy, words }: ResendButtonProps) {
  const { t } = useTranslation('login');
  const feature = useLogin();
  const wait = step.resendAt - useNow();
  return (
    <Button onPress={() => void resendOtp(feature, step.realm)} isDisabled={busy || wait > 0}>
      {wait > 0 ? t(`otp.${words}In`, { time: formatDuration(wait) }) : t(`otp.${words}`)}
    </Button>
  );
}

interface UnansweredChoiceProps {
  readonly step: OtpStep;
  readonly canTryAgain: boolean;
  readonly onTryAgain: () => void;
}

/** The answer to an OTP was lost: it may count as used. Only the operator decides what is sent next. */
function UnansweredChoice({ step, canTryAgain, onTryAgain }: UnansweredChoiceProps) {
  const { t } = useTranslation('login');
  return (
    <>
      <Button onPress={onTryAgain} isDisabled={!canTryAgain}>
        {t('otp.tryAgain')}
      </Button>
      {step.channel === 'email' && <ResendButton step={step} busy={false} words="sendNew" />}
    </>
  );
}
