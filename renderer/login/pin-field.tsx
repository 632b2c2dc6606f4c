import type { Ref } from 'react';
import { Checkbox, Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Card } from '../../shared/contract/card.ts';
import { Notice } from '../ui/notice.tsx';

interface PinFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly card: Card;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly busy: boolean;
}

/** The PIN, hidden and never remembered; or the word that it is typed on the reader. */
export function PinField({ ref, card, value, onChange, busy }: PinFieldProps) {
  const { t } = useTranslation('card');
  if (card.pinPad) return <p className="field-beside">{t('pinPad')}</p>;
  return (
    <TextField
      className="field"
      type="password"
      value={value}
      onChange={onChange}
      inputMode="numeric"
      autoComplete="off"
      maxLength={255}
      isReadOnly={busy}
    >
      <Label className="field-label">{t('pin')}</Label>
      <Input ref={ref} className="input" spellCheck="false" />
      <Text slot="description" className="pin-hint">
        {t('pinHint')}
      </Text>
    </TextField>
  );
}

interface PinTriesProps {
  readonly card: Card;
  readonly confirmed: boolean;
  readonly onConfirm: (confirmed: boolean) => void;
}

/** What the card says of its tries. The last one is used only after a plain yes. */
export function PinTries({ card, confirmed, onConfirm }: PinTriesProps) {
  const { t } = useTranslation('card');
  switch (card.pin) {
    case 'ok':
      return null;
    case 'low':
      return <Notice tone="warning">{t('low')}</Notice>;
    case 'final':
      return (
        <>
          <Notice tone="danger">{t('final')}</Notice>
          <div className="field-beside">
            <Checkbox className="checkbox" isSelected={confirmed} onChange={onConfirm}>
              <span className="checkbox-box" aria-hidden />
              {t('confirmFinal')}
            </Checkbox>
          </div>
        </>
      );
    case 'locked':
      return (
        <Notice tone="danger" announce>
          {t('locked')}
        </Notice>
      );
  }
}
