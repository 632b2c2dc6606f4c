import type { FormEvent } from 'react';
import { Label, Text, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { LinkVerdict } from '../../shared/contract/recovery.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { checkLink } from './recovery-actions.ts';
import { RecoveryFailure } from './recovery-failure.tsx';
import { useRecovery, useRecoveryView } from './recovery-feature.ts';

interface PastedLinkProps {
  readonly link: string;
  readonly onChange: (link: string) => void;
}

/** Second step: the link is pasted, never opened, and judged. */
export function PastedLink({ link, onChange }: PastedLinkProps) {
  const { t } = useTranslation('recovery');
  const feature = useRecovery();
  const { verdict, task } = useRecoveryView((view) => view);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (link.trim() !== '') void checkLink(feature, link);
  };
  return (
    <form className="login-form" onSubmit={submit} noValidate aria-labelledby="recovery-link">
      <h3 id="recovery-link">{t('link.title')}</h3>
      <TextField
        className="field"
        value={link}
        onChange={onChange}
        maxLength={4_000}
        autoComplete="off"
        isInvalid={verdict !== null && verdict.kind !== 'whole'}
      >
        <Label className="field-label">{t('link.label')}</Label>
        <TextArea className="input input-link" rows={3} spellCheck="false" />
        <Text slot="description" className="field-hint">
          {t('link.hint')}
        </Text>
      </TextField>
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={task === 'check'} isDisabled={link.trim() === ''}>
          {t('link.check')}
        </Button>
      </div>
      {verdict && <Verdict verdict={verdict} />}
      <RecoveryFailure task="check" />
    </form>
  );
}

function Verdict({ verdict }: { readonly verdict: LinkVerdict }) {
  const { t } = useTranslation('recovery');
  if (verdict.kind === 'whole') {
    return (
      <Notice tone="success" announce>
        {t('link.whole', { time: formatDuration(verdict.expiresInMs) })}
      </Notice>
    );
  }
  return (
    <Notice tone="danger" announce>
      {t(`link.bad.${verdict.kind}`, { host: verdict.kind === 'elsewhere' ? verdict.host : '' })}
    </Notice>
  );
}
