import { type FormEvent, useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../shared/contract/index.ts';
import { normalisePhoneNumber } from '../../shared/model/phone-number.ts';
import { useLoginState } from '../login/login-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { requestLink } from './recovery-actions.ts';
import { RecoveryFailure } from './recovery-failure.tsx';
import { useRecovery, useRecoveryView } from './recovery-feature.ts';

interface AskForLinkProps {
  readonly offer: CallOutput<'recovery/describe'>;
}

/** First step: e-mail address and telephone number, and always the same answer. */
export function AskForLink({ offer }: AskForLinkProps) {
  const { t } = useTranslation('recovery');
  const feature = useRecovery();
  const { asked, task } = useRecoveryView((view) => view);
  const [email, setEmail] = useState(
    useLoginState(({ work }) => work.ecp.typedUserId ?? work.ecp.rememberedUserId ?? ''),
  );
  const [phone, setPhone] = useState('');
  const digits = normalisePhoneNumber(phone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== '' && digits !== '') void requestLink(feature, { email, phone: digits });
  };
  return (
    <form className="login-form" onSubmit={submit} noValidate aria-labelledby="recovery-ask">
      <h3 id="recovery-ask">{t('ask.title')}</h3>
      <TextField
        className="field"
        value={email}
        onChange={setEmail}
        maxLength={254}
        autoComplete="username"
        type="email"
      >
        <Label className="field-label">{t('ask.email')}</Label>
        <Input className="input" spellCheck="false" autoCapitalize="off" />
      </TextField>
      <TextField className="field" value={phone} onChange={setPhone} maxLength={64} autoComplete="tel" type="tel">
        <Label className="field-label">{t('ask.phone')}</Label>
        <Input className="input" />
        <Text slot="description" className="field-hint">
          {phone !== '' && digits === '' && t('ask.phoneNone')}
          {digits !== '' && digits !== phone ? t('ask.phoneDropped', { digits }) : ''}
          {(phone === '' || digits === phone) && t('ask.phoneHint')}
        </Text>
      </TextField>
      <div className="form-actions">
        <Button
          type="submit"
          variant="primary"
          busy={task === 'request'}
          isDisabled={email.trim() === '' || digits === ''}
        >
          {t('ask.send')}
        </Button>
      </div>
      {asked && (
        <Notice tone="info" announce>
          <p>{t('ask.sent')}</p>
          {offer.mail && <p>{t('ask.lookFor', offer.mail)}</p>}
          {offer.realMail && <p>{t('ask.realLookFor', offer.realMail)}</p>}
          <p>{t('ask.missing')}</p>
        </Notice>
      )}
      <RecoveryFailure task="request" />
    </form>
  );
}
