import type { CSSProperties, Ref } from 'react';
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';

interface OtpFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  /** Normalised digits. */
  readonly value: string;
  /** Called with the text as typed or pasted. */
  readonly onChange: (text: string) => void;
  readonly length: number;
  readonly busy: boolean;
  readonly isInvalid: boolean;
}

/** One real input, drawn as boxes by the style sheet: so it is read, pasted into and corrected as one number. */
export function OtpField({ ref, value, onChange, length, busy, isInvalid }: OtpFieldProps) {
  const { t } = useTranslation('login');
  const foreign = /[^0-9]/.test(value);
  const problem = foreign ? t('otp.digitsOnly') : value.length > length ? t('otp.tooLong', { count: length }) : '';
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      inputMode="numeric"
      autoComplete="one-time-code"
      isReadOnly={busy}
      isInvalid={isInvalid || problem !== ''}
    >
      <Label className="field-label">{t('otp.label')}</Label>
      <Input
        ref={ref}
        className={`input input-otp ${problem === '' ? '' : 'input-otp-plain'}`}
        style={{ '--otp-length': length } as CSSProperties}
        spellCheck="false"
      />
      <FieldError className="field-error">{problem}</FieldError>
    </TextField>
  );
}
