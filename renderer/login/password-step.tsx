import { type FormEvent, useRef, useState } from 'react';
import { Checkbox, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Realm, RealmState } from '../../shared/contract/session.ts';
import { ConnectionLink } from '../diagnostics/connection-link.tsx';
import { useTerminalState } from '../settings/terminal-feature.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useOncePer } from '../ui/use-once-per.ts';
import { ForeignIdHint } from './foreign-id-hint.tsx';
import { beginLogin } from './login-actions.ts';
import { LoginFailure } from './login-failure.tsx';
import { applyWork, useLogin, useLoginState } from './login-feature.ts';
import { PasswordField } from './password-field.tsx';

interface PasswordStepProps {
  readonly realm: Realm;
  /** Shows what can be done about a forgotten password or a lock. */
  readonly onForgotten: () => void;
  readonly reason: Extract<RealmState, { kind: 'logged-out' }>['reason'];
}

/** The first step: user ID, whether to remember it, and the password. */
export function PasswordStep({ realm, reason, onForgotten }: PasswordStepProps) {
  const { t } = useTranslation('login');
  const { t: tRecovery } = useTranslation('recovery');
  const feature = useLogin();
  const work = useLoginState((state) => state.work[realm]);
  const [password, setPassword] = useState('');
  const userIdField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const userId = work.typedUserId ?? work.rememberedUserId ?? '';
  const remember = work.remember ?? work.rememberedUserId !== null;
  const busy = work.task !== null;
  const { failure } = work;

  useOncePer(failure, (refusal) => {
    // After a refusal the field that must change has the focus: the password, which nobody can have seen to be right.
    if (refusal?.error.code !== 'bad-credentials') return;
    setPassword('');
    passwordField.current?.focus();
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (userId === '') userIdField.current?.focus();
    else if (password === '') passwordField.current?.focus();
    else void beginLogin(feature, realm, { userId, password, remember });
  };
  return (
    <form className="login-form" onSubmit={submit} noValidate aria-busy={busy}>
      {reason !== 'never' && (
        <Notice tone={reason === 'by-operator' ? 'success' : 'info'}>{t(`ended.${reason}`)}</Notice>
      )}
      <TextField
        className="field"
        value={userId}
        onChange={(typedUserId) => applyWork(feature, realm, { typedUserId })}
        maxLength={128}
        autoComplete="username"
        autoFocus={userId === ''}
        isReadOnly={busy}
      >
        <Label className="field-label">{t(`userId.${realm}`)}</Label>
        <Input ref={userIdField} className="input" spellCheck="false" autoCapitalize="off" />
      </TextField>
      <ForeignIdHint realm={realm} userId={userId} refused={failure?.error.code === 'bad-credentials'} />
      <RememberChoice realm={realm} remember={remember} />
      <PasswordField
        ref={passwordField}
        value={password}
        onChange={setPassword}
        busy={busy}
        autoFocus={userId !== ''}
        isInvalid={failure?.error.code === 'bad-credentials'}
      />
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? t('checking') : t('continue')}
        </Button>
        <Button variant="quiet" onPress={onForgotten}>
          {tRecovery('open')}
        </Button>
        <ConnectionLink />
      </div>
      <LoginFailure realm={realm} failure={failure} />
    </form>
  );
}

/** Offers to keep the user ID, or says that this PC keeps nothing. */
function RememberChoice({ realm, remember }: { readonly realm: Realm; readonly remember: boolean }) {
  const { t } = useTranslation('login');
  const feature = useLogin();
  const keeps = useTerminalState(({ status }) => status?.keychain.kind !== 'unavailable');
  return (
    <div className="field-beside">
      <Checkbox
        className="checkbox"
        isSelected={keeps && remember}
        isDisabled={!keeps}
        onChange={(chosen) => applyWork(feature, realm, { remember: chosen })}
      >
        <span className="checkbox-box" aria-hidden />
        {keeps ? t('remember') : t('nothingKept')}
      </Checkbox>
    </div>
  );
}
