import { ArrowBigUpDash, Eye, EyeOff } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, type Ref, useEffect, useState } from 'react';
import { Input, Label, TextField, ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

interface PasswordFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** While it is being checked it is hidden and cannot be changed. */
  readonly busy: boolean;
  readonly autoFocus: boolean;
  readonly isInvalid: boolean;
}

const SHOWN_MS = 10_000;

/** A password as typed, never trimmed. It can be shown, and hides again when left, when sent, and after ten seconds. */
export function PasswordField({ ref, value, onChange, busy, autoFocus, isInvalid }: PasswordFieldProps) {
  const { t } = useTranslation('login');
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  useEffect(() => {
    if (busy) setShown(false);
  }, [busy]);
  const watchKeys = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  const leave = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setShown(false);
    setCapsLock(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens in the field within
    <div className="password" onKeyDown={watchKeys} onKeyUp={watchKeys} onBlur={leave}>
      <TextField
        className="field"
        type={shown ? 'text' : 'password'}
        value={value}
        onChange={onChange}
        maxLength={1024}
        autoComplete="current-password"
        autoFocus={autoFocus}
        isReadOnly={busy}
        isInvalid={isInvalid}
      >
        <Label className="field-label">{t('password')}</Label>
        <div className="field-row">
          <Input ref={ref} className="input" spellCheck="false" />
          <ToggleButton
            className="button button-quiet"
            isSelected={shown}
            onChange={setShown}
            aria-label={t('showPassword')}
            isDisabled={busy}
          >
            {shown ? <EyeOff aria-hidden size={16} /> : <Eye aria-hidden size={16} />}
          </ToggleButton>
        </div>
      </TextField>
      <p className="field-hint caps-lock" role="status">
        {capsLock && (
          <>
            <ArrowBigUpDash aria-hidden size={14} /> {t('capsLock')}
          </>
        )}
      </p>
    </div>
  );
}
