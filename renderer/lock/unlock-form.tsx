import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locked } from '../../shared/contract/lock.ts';
import { beginLogin } from '../login/login-actions.ts';
import { LoginFailure } from '../login/login-failure.tsx';
import { useLogin, useLoginState } from '../login/login-feature.ts';
import { PasswordField } from '../login/password-field.tsx';
import { Button } from '../ui/button.tsx';

/** The password of whoever was logged in; nobody else's user ID can be typed. */
export function UnlockForm({ holder }: { readonly holder: Locked['holders'][number] }) {
  const { t } = useTranslation('lock');
  const unlocking = useLogin();
  const { realm, userId, displayName } = holder;
  const { task, failure } = useLoginState(({ work }) => work[realm]);
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const busy = task !== null;
  useEffect(() => {
    if (!failure) return;
    setPassword('');
    field.current?.focus();
  }, [failure]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password === '') field.current?.focus();
    else void beginLogin(unlocking, realm, { userId, password, remember: false });
  };
  return (
    <form className="login-form" onSubmit={submit} noValidate aria-busy={busy}>
      <p className="otp-who">
        <span className="muted">{t(`userId.${realm}`)}</span>
        <span>
          <strong>{userId}</strong> <span className="muted">{displayName}</span>
        </span>
      </p>
      {/* For password managers and screen readers: whose password it is. */}
      <input hidden readOnly autoComplete="username" value={userId} />
      <PasswordField
        ref={field}
        value={password}
        onChange={setPassword}
        busy={busy}
        autoFocus
        isInvalid={failure?.error.code === 'bad-credentials'}
      />
      <div className="form-actions">
        <Button type="submit" variant="primary" busy={busy}>
          {t(busy ? 'checking' : 'continue')}
        </Button>
      </div>
      <LoginFailure realm={realm} failure={failure} />
    </form>
  );
}
