import { type FormEvent, useState } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PasswordRule } from '../../shared/contract/recovery.ts';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { setPassword } from './recovery-actions.ts';
import { RecoveryFailure } from './recovery-failure.tsx';
import { useRecovery, useRecoveryView } from './recovery-feature.ts';

interface NewPasswordProps {
  readonly link: string;
  readonly rules: readonly PasswordRule[];
}

/** Third step: a new password, typed twice, with the rules that the server tells and no judgement of ours. */
export function NewPassword({ link, rules }: NewPasswordProps) {
  const { t } = useTranslation('recovery');
  const feature = useRecovery();
  const task = useRecoveryView((view) => view.task);
  const isPractice = useTerminalState(({ status }) => status?.profile.kind === 'practice');
  const [password, setNew] = useState('');
  const [again, setAgain] = useState('');
  const isDifferent = again !== '' && again !== password;
  const ready = password !== '' && again === password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void setPassword(feature, { link, password });
  };
  return (
    <form className="login-form" onSubmit={submit} noValidate aria-labelledby="recovery-password">
      <h3 id="recovery-password">{t('password.title')}</h3>
      <section aria-labelledby="recovery-rules">
        <p id="recovery-rules">{t(isPractice ? 'password.practiceRules' : 'password.rules')}</p>
        <Rules rules={rules} />
      </section>
      <TextField
        className="field"
        type="password"
        value={password}
        onChange={setNew}
        maxLength={1024}
        autoComplete="new-password"
      >
        <Label className="field-label">{t('password.label')}</Label>
        <Input className="input" />
      </TextField>
      <TextField
        className="field"
        type="password"
        value={again}
        onChange={setAgain}
        maxLength={1024}
        autoComplete="new-password"
        isInvalid={isDifferent}
      >
        <Label className="field-label">{t('password.again')}</Label>
        <Input className="input" />
        <FieldError className="field-error">{isDifferent ? t('password.different') : ''}</FieldError>
      </TextField>
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={task === 'set'} isDisabled={!ready}>
          {t('password.set')}
        </Button>
      </div>
      <Refused rules={rules} />
      <RecoveryFailure task="set" />
    </form>
  );
}

function Rules({ rules }: { readonly rules: readonly PasswordRule[] }) {
  const { t } = useTranslation('recovery');
  return (
    <ul className="plain-list">
      {rules.map(({ id, count }) => (
        <li key={id}>{t(`password.rule.${id}`, { count: count ?? 0 })}</li>
      ))}
    </ul>
  );
}

/** The rules that the server found broken. */
function Refused({ rules }: { readonly rules: readonly PasswordRule[] }) {
  const { t } = useTranslation('recovery');
  const change = useRecoveryView((view) => view.change);
  if (change?.kind !== 'refused') return null;
  const broken = rules.filter(({ id }) => change.broken.includes(id));
  return (
    <Notice tone="danger" announce>
      {t('password.refused')} {broken.length === 0 ? t('password.refusedOtherwise') : <Rules rules={broken} />}
    </Notice>
  );
}
