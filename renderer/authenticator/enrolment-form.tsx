import { type FormEvent, useState } from 'react';
import { Checkbox, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { AuthenticatorSecret } from '../../shared/contract/authenticator.ts';
import { isOtp, normaliseOtp } from '../../shared/model/otp.ts';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { ErrorWords } from '../ui/error-words.tsx';
import { formatOffset } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { confirmAuthenticator, leaveAuthenticator } from './authenticator-actions.ts';
import { useAuthenticator, useAuthenticatorView } from './authenticator-feature.ts';
import { QrCode } from './qr-code.tsx';

interface EnrolmentFormProps {
  readonly secret: AuthenticatorSecret;
  readonly mayKeepSeed: boolean;
}

/** RFC 6238: six digits. */
const CODE_LENGTH = 6;
/** A step of the code, in ms: clocks further apart make codes fail. */
const STEP_MS = 30_000;

/** The secret as QR code and in groups, and the one code that confirms it. */
export function EnrolmentForm({ secret, mayKeepSeed }: EnrolmentFormProps) {
  const { t } = useTranslation('authenticator');
  const feature = useAuthenticator();
  const { task, failure } = useAuthenticatorView((view) => view);
  const [otp, setOtp] = useState('');
  const [keepSeed, setKeepSeed] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isOtp(otp, CODE_LENGTH)) void confirmAuthenticator(feature, { otp, keepSeed });
  };
  return (
    <form className="enrolment" onSubmit={submit} noValidate>
      <div className="enrolment-secret">
        <QrCode text={secret.address} label={t('scanLabel')} />
        <div>
          <p>{t('scan')}</p>
          <p>{t('orType')}</p>
          <p className="secret-groups">
            <code>{secret.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <p className="muted">{t('once')}</p>
        </div>
      </div>
      <ClockWarning />
      <TextField
        className="field"
        value={otp}
        onChange={(text) => setOtp(normaliseOtp(text).slice(0, 64))}
        inputMode="numeric"
        autoComplete="off"
        isInvalid={failure?.code === 'otp-wrong'}
        autoFocus
      >
        <Label className="field-label">{t('code')}</Label>
        <Input className="input" spellCheck="false" />
      </TextField>
      {mayKeepSeed && (
        <div className="field-beside">
          <Checkbox className="checkbox" isSelected={keepSeed} onChange={setKeepSeed}>
            <span className="checkbox-box" aria-hidden />
            {t('keepSeed')}
          </Checkbox>
          <p className="muted">{t('keepSeedMeaning')}</p>
        </div>
      )}
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={task === 'confirm'} isDisabled={!isOtp(otp, CODE_LENGTH)}>
          {t('confirm')}
        </Button>
        <Button onPress={() => leaveAuthenticator(feature)}>{t('leave')}</Button>
      </div>
      <div className="failure-room">
        {failure && (
          <Notice tone="danger" announce>
            <ErrorWords error={failure} />
          </Notice>
        )}
      </div>
    </form>
  );
}

/** A phone goes by the true time; where this PC's differs from the exchange's, one of the two is wrong. */
function ClockWarning() {
  const { t } = useTranslation('authenticator');
  const offset = useLoginState(({ sessions }) => sessions?.offsetMs ?? 0);
  if (Math.abs(offset) < STEP_MS) return null;
  return <Notice tone="warning">{t('clockOff', { offset: formatOffset(offset) })}</Notice>;
}
